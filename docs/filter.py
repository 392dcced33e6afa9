"""filter.py FILE: converts FILE, a public header or a page of this folder, to text that Doxygen reads. See
FILTER_PATTERNS in Doxyfile.

In a header, comments begin with `//`:
- A declaration may have a comment before it and a comment behind it. The filter writes both comments before the
  declaration, in Doxygen's form.
- A comment behind a declaration may continue in the lines below, at the same column.
- A comment before a declaration belongs to all declarations up to the next blank line or comment. An enumerator after
  `// Of a server.` gets this comment and the comment behind the enumerator.
- The first comment of a file describes the file.
- A comment line that is indented by two more columns belongs to a drawing or a grammar and is kept unchanged.
- Private declarations and function bodies are kept unchanged.
- An enumerator of errc gets the rule and the status of its row in errors.md. If the header has no comment on the
  enumerator, the enumerator also gets the message of the row.

In a page, headings get anchors, images are left out, and links to files without documentation become text.
"""

import pathlib
import re
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
ERRORS = {
    code: (message, f"{rule}, status {status}" if rule else "")
    for code, message, rule, status in re.findall(
        r"^\| \d+ \| `(\w+)` \| ([^|]+) \| ([^|]*?) \| (?:(\d+) )?\|$",
        (FOLDER / "errors.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
}


def escape(text):
    """Escapes the characters of Doxygen's commands in a comment. Text in backticks is kept unchanged."""
    parts = text.split("`")
    for at in range(0, len(parts), 2):
        parts[at] = re.sub(r"([\\@<>#&*|\[\]])", r"\\\1", parts[at])
        parts[at] = re.sub(r"(?<!\w)%", r"\\%", parts[at])
    return "`".join(parts)


def markup(comment):
    """Returns the lines of a comment as Doxygen's text. `comment` has the lines without `//`."""
    lines, drawing = [], []
    for line in [*comment, None]:
        if line is not None and (line.startswith("   ") or (drawing and not line.strip())):
            drawing.append(line)
            continue
        if drawing:
            while not drawing[-1].strip():
                drawing.pop()
            lines += ["@verbatim", *[each[1:] for each in drawing], "@endverbatim"]
            drawing = []
        if line is not None:
            lines.append(escape(line.strip()))
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def split_trailing(line):
    """Returns the code of a line, and the comment behind the code or None."""
    quoted = re.sub(r'"(?:\\.|[^"\\])*"', lambda match: "x" * len(match.group()), line)
    at = quoted.find("//")
    return (line, None) if at < 0 else (line[:at].rstrip(), line[at + 2 :])


class Header:
    """Reads a header line by line. A scope is "enum", "body", or "open": only declarations in an "open" scope or an
    "enum" are documented."""

    def __init__(self):
        self.out = []
        self.scopes = ["open"]
        self.block = []  # the comment before the declarations that are being read
        self.in_block = False  # the previous line of the header belongs to self.block
        self.statement = []  # the lines of the declaration that is being read
        self.own = []  # the comment behind the declaration that is being read
        self.own_column = None
        self.flat = ""  # the code of the statement up to the current line
        self.macro = False
        self.opens = False  # the statement opens a scope
        self.begun_in = "open"  # the scope of the declaration that is being read

    def finish(self):
        """Writes the declaration that is now complete, with its comments."""
        if not self.statement:
            return
        text = " ".join(self.statement)
        # Leaves out specialisations, deleted functions, and friends.
        if re.match(r"template <>|\s*friend (class|struct) [^;({]+;", text) or re.search(r"= delete;|(bool|struct) std::", text):
            self.statement, self.own, self.own_column, self.flat = [], [], None, ""
            return
        match = re.match(r"\s*(?:WSHAKE_ERRC_)?(\w+)", self.statement[0])
        message, rule = ERRORS.get(match.group(1).lower() if match and self.begun_in == "enum" else "", ("", ""))
        own, block = markup(self.own), markup(self.block)
        text = []
        for part in (own or markup([message]), markup([rule]), block):
            text += ([""] if text and part else []) + part
        indent = re.match(r"\s*", self.statement[0]).group()
        if text and self.documentable():
            self.out.append(f"{indent}/** {text[0]}")
            self.out += [indent + line for line in text[1:]]
            self.out.append(f"{indent} */")
        self.out += self.statement
        if self.opens:
            self.block, self.opens = [], False
        self.statement, self.own, self.own_column, self.flat = [], [], None, ""

    def documentable(self):
        first = self.statement[0].strip()
        if self.begun_in == "body" or re.match(r"(namespace|extern|using enum|static_assert|#(?!define))\b", first):
            return False
        return first[0] != "}" and first not in ("public:", "private:", "protected:")

    def line(self, raw):
        stripped = raw.strip()
        if stripped.startswith("//") and not self.macro:
            if self.own_column is not None and raw.index("//") == self.own_column:
                self.own.append(raw.strip()[2:])  # the comment behind a declaration continues
                return
            if self.flat:  # a comment within a declaration
                self.statement.append(raw)
                return
            self.finish()
            if not self.in_block:
                self.block = []
            if re.match(r"// --- .* -+$", stripped):
                return
            self.in_block = True
            self.block.append(stripped[2:])
            return
        self.in_block = False
        if not stripped:
            self.finish()
            self.block = []
            self.out.append(raw)
            return
        if not self.flat:
            self.finish()
            self.begun_in = self.scopes[-1]
            self.macro = stripped.startswith("#")
        code, own = split_trailing(raw) if not (self.macro and stripped.startswith("#if")) else (raw, None)
        self.statement.append(code)
        if own is not None:
            self.own.append(own)
            self.own_column = raw.rindex("//" + own)
        self.flat += code + "\n"
        self.end_of_statement(code)

    def end_of_statement(self, code):
        if self.macro:
            if not code.endswith("\\"):
                self.macro, self.flat = False, ""
            return
        code = re.sub(r"'(?:\\.|[^'\\])'|\"(?:\\.|[^\"\\])*\"", "x", code)
        for at, octet in enumerate(code):
            if octet == "{":
                before = self.flat[: len(self.flat) - 1 - len(code) + at]
                self.scopes.append(self.scope_of(before))
                if self.scopes[-1] != "body":
                    self.flat = ""
                    self.opens = True
            elif octet == "}":
                closed = self.scopes.pop()
                if closed != "body":
                    self.flat = "}"
                    self.block = []
        last = code.strip()[-1:]
        text = self.flat.strip()
        depth = text.count("(") - text.count(")")
        if self.scopes[-1] == "body" and self.begun_in != "body":
            return  # the body does not end in this line
        if text in ("public:", "private:", "protected:"):
            self.scopes[-1] = "open" if text == "public:" else "body"
            self.flat = ""
        elif self.scopes[-1] == "enum" or last in (";", "}") or self.flat == "" or (last == "{" and depth == 0):
            if depth <= 0:
                self.flat = ""

    def scope_of(self, before):
        """Returns the kind of scope that a brace behind the code `before` opens."""
        if self.scopes[-1] == "body":
            return "body"
        text = re.sub(r"template <[^{]*?>\n", "", before)
        if re.search(r"\benum\b[^;()]*$", text):
            return "enum"
        if re.search(r"(^|\s)(namespace|class|struct|union|extern)\b[^;()=]*$", text) and " std::" not in text:
            return "open"
        return "body"


def header(text):
    gone = set(re.findall(r"^#undef (\w+)", text, re.MULTILINE))
    lines = text.splitlines()
    begin = 1
    while lines[begin].startswith("//"):
        begin += 1
    first = markup([line[2:] for line in lines[1:begin]])
    reader = Header()
    reader.out += ["/** @file", *first, " */"]
    for line in lines[begin:]:
        macro = re.match(r"#(?:define|undef) (\w+)", line)
        if not (macro and macro.group(1) in gone):
            # Only the library's own roles use protected members, so the reference treats them as private.
            reader.line(line.replace(" protected:", " private:"))
    reader.finish()
    return "\n".join(reader.out) + "\n"


def anchored(match):
    """Returns a heading with an anchor. The anchor has the name that links in the pages and on GitHub use."""
    title = match.group(2)
    return f"{match.group(1)} {title} {{#{re.sub(r'[^a-z0-9_-]', '', title.lower().replace(' ', '-'))}}}"


def page(text):
    text = re.sub(r"^!\[.*\)\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^(##+) (.*)$", anchored, text, flags=re.MULTILINE)
    text = re.sub(r"\]\([\w.-]+\.md#([\w-]+)\)", r"](@ref \1)", text)
    return re.sub(r"\[([^\]]*)\]\((?!https?:|[\w.-]+\.md\)|#|@ref )[^)]*\)", r"\1", text)


path = pathlib.Path(sys.argv[1])
content = path.read_text(encoding="utf-8")
sys.stdout.reconfigure(encoding="utf-8")
sys.stdout.write(page(content) if path.suffix == ".md" else header(content))
