"""keep.py BUILD [TARGET...]: takes what fuzzing reached in the build folder over into corpus/TARGET/, as few inputs as reach
all of it. Those that have a name of their own stay; those called found_... come and go. All targets if none is named."""

import hashlib
import pathlib
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
build = pathlib.Path(sys.argv[1]).resolve()
targets = {path.name.removeprefix("fuzz_"): path for path in (build / "fuzz").glob("fuzz_*") if path.is_file()}
names = sys.argv[2:] or sorted(targets)


def files(folder):
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.exists() else []


def keep(name):
    """How many inputs were found_..., and how many are."""
    corpus = here / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    found = [path for path in files(corpus) if path.name.startswith("found_")]
    with tempfile.TemporaryDirectory() as scratch:
        named, others = pathlib.Path(scratch, "named"), pathlib.Path(scratch, "others")
        named.mkdir()
        others.mkdir()
        for path in files(corpus):
            (others if path in found else named).joinpath(path.name).write_bytes(path.read_bytes())
        before = set(files(named))
        # libFuzzer adds to the first folder what the others reach beyond it: edges, not how often.
        folders = [folder for folder in (named, others, build / "corpus" / name) if folder.exists()]
        run = subprocess.run([targets[name], "-set_cover_merge=1", "-use_counters=0", *folders], capture_output=True)
        if run.returncode != 0:
            sys.exit(f"{name}: {run.stderr.decode(errors='replace')[-2000:]}")
        merged = [path.read_bytes() for path in files(named) if path not in before]
    for path in found:
        path.unlink()
    for content in merged:
        (corpus / f"found_{hashlib.sha1(content).hexdigest()[:8]}").write_bytes(content)
    return len(found), len(merged)


for name in names:
    if name not in targets:
        sys.exit(f"{build} has no target {name}")
    before, after = keep(name)
    print(f"{name}: {before} found before, {after} now")
