"""run.py READER [COUNT] [--seed TEXT] [--readme]: wshake, h11 and Node's HTTP parser read the same messages.

READER is the program that is compiled from wshake_reader.cpp. The script counts the disagreements of each kind. The
exit code is 1 if the script finds a disagreement that kinds.py does not list. --readme writes the table into README.md.
"""
import argparse
import collections
import os
import re
import subprocess
import sys
import threading

import cases
import kinds

here = os.path.dirname(os.path.abspath(__file__))
programs = {
    "h11": ["/usr/bin/python3", os.path.join(here, "h11_reader.py")],
    "node": ["node", "--no-deprecation", os.path.join(here, "node_reader.mjs")],
}


def ask(program, text):
    """Runs a reader. Returns the reader's answer to each line of the text: state, reason and heads. The heads of
    requests are each request's offset and target. The heads of responses are each response's status, then the last
    response's body (its size and a checksum) and end."""
    done = subprocess.run(program, input=text, stdout=subprocess.PIPE, check=True)
    return [tuple(line.split("\t")) for line in done.stdout.decode("utf-8", "replace").split("\n")[:-1]]


def relation(role, ours, theirs, peer):
    """Returns the difference between wshake's and a peer's answer, or None if the answers agree."""
    if ours[0] == "refused" or theirs[0] == "refused":
        if ours[0] == theirs[0]:
            return None
        if ours[0] == "more":
            return f"{peer} refuses, wshake waits"
        return "wshake refuses" if ours[0] == "refused" else f"{peer} refuses"
    heads, others = ours[2].split(" "), theirs[2].split(" ")
    if peer == "node":  # Node reports no offsets
        heads = [re.sub(r"^\d+/", "/", head) for head in heads] if role == "request" else heads[:2 if ours[0] == "ok" else 1]
        others = others[:len(heads)] if role == "response" else others
    if "close" in (ours[0], theirs[0]):  # a reader that closes reads no second message
        return None if heads[0] == others[0] else "other messages"
    if ours[0] != theirs[0]:
        return f"wshake {ours[0]}, {peer} {theirs[0]}"
    return None if heads == others else "other messages"


def show(octets):
    text = octets.decode("latin-1").encode("unicode_escape").decode("ascii")
    return text.replace("|", "\\x7c")


def compare(role, made, answers):
    found = collections.defaultdict(list)
    for index, case in enumerate(made):
        for peer in programs:
            ours, theirs = answers["wshake"][index], answers[peer][index]
            how = relation(role, ours, theirs, peer)
            if how is not None:
                reason = theirs[1] if how == f"{peer} refuses" else ours[1]
                reason = kinds.general(reason)
                found[(role, peer, how, reason, kinds.known(role, peer, how, reason, case))].append(case)
    return found


def table(rows):
    text = ["| compared with | on | difference | count | who is right | shortest example |", "|---|---|---|--:|---|---|"]
    for (role, peer, how, reason), examples, known in rows:
        example = min(examples, key=lambda case: (len(case), case))
        right = known or "UNKNOWN"
        text.append(f"| {peer} | {role} | {how}{': ' if reason else ''}{reason} | {len(examples)} | {right} | `{show(example)}` |")
    return "\n".join(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", metavar="READER")
    parser.add_argument("count", metavar="COUNT", type=int, nargs="?", default=100000)
    parser.add_argument("--seed", metavar="TEXT", default="1")
    parser.add_argument("--readme", action="store_true")
    options = parser.parse_args()
    reader, count, seed, readme = options.reader, options.count, options.seed, options.readme
    rows, alike, compared = [], 0, 0
    for role in ("request", "response"):
        print(f"differential: {count} {role}s", file=sys.stderr, flush=True)
        made = list(cases.distinct(role, count, seed))
        text = "".join(f"{role} {case.hex()}\n" for case in made).encode()
        answers = {}
        everybody = {"wshake": [reader], **programs}

        def collect(name):
            answers[name] = ask(everybody[name], text)
            print(f"differential: {name} has read all messages", file=sys.stderr, flush=True)

        threads = [threading.Thread(target=collect, args=(name,)) for name in everybody]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for name in everybody:
            if len(answers.get(name, [])) != count:
                sys.exit(f"differential: {name} answered {len(answers.get(name, []))} of {count}")
        states = collections.Counter(answer[0] for answer in answers["wshake"])
        print(f"differential: results of wshake: {dict(sorted(states.items()))}", file=sys.stderr, flush=True)
        found = compare(role, made, answers)
        compared += 2 * count
        alike += 2 * count - sum(map(len, found.values()))
        for key in sorted(found, key=str):
            rows.append((key[:4], found[key], key[4]))
    printed = table(rows)
    print(printed)
    unknown = sum(len(examples) for _, examples, known in rows if known is None)
    known = sum(len(examples) for _, examples, known in rows if known is not None)
    print(f"{compared} comparisons: {alike} agree, {known} differ in {sum(1 for row in rows if row[2])} known ways")
    if readme:
        path = os.path.join(here, "README.md")
        with open(path, encoding="utf-8") as file:
            old = file.read()
        begin, end = "<!-- from here: ./dev differential --readme -->\n", "<!-- to here -->"
        front, rest = old.split(begin)
        with open(path, "w", encoding="utf-8") as file:
            file.write(front + begin + "\n" + printed + "\n\n" + end + rest.split(end)[1])
    print(f"{alike + known} passed, {unknown} failed")
    sys.exit(1 if unknown else 0)


if __name__ == "__main__":
    main()
