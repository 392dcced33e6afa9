"""keep.py BUILD [TARGET...]: merges the inputs that fuzzing found in the build folder into corpus/TARGET/. Keeps as few
inputs as together reach all code that any input reaches. Inputs with a name of their own stay; inputs called found_...
are replaced. Without TARGET: all targets."""

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
    """Returns the number of found_... inputs before and after the merge."""
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
        # libFuzzer copies an input of the other folders to the first folder if the input reaches an edge that no input
        # of the first folder reaches. libFuzzer ignores how often an input reaches an edge.
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
    print(f"{name}: {before} found inputs before, {after} now")
