# SPDX-License-Identifier: BSL-1.0
"""Parses the C declarations of wshake.h. The parser knows only the style of this header."""

import re
from dataclasses import dataclass, field

MACROS = r"\b(?:WSHAKE_C_API|WSHAKE_TWIN|WSHAKE_NODISCARD|WSHAKE_NOEXCEPT)\b"


@dataclass(frozen=True)
class Member:
    """A member of a struct or union, or a parameter of a function."""

    type: str  # such as "const wshake_octets*"
    name: str
    count: int = 0  # number of elements of an array


@dataclass
class Declarations:
    texts: list = field(default_factory=list)  # each declaration, with uniform white space
    structs: dict = field(default_factory=dict)  # structs and unions: maps the name to the members
    enums: dict = field(default_factory=dict)  # maps the name to {enumerator: value}
    functions: dict = field(default_factory=dict)  # maps the name to the result's type and the parameters
    opaque: set = field(default_factory=set)  # structs that are used only through pointers


def member(text):
    kind, name, count = re.fullmatch(r"(.*?)(\w+)(?:\[(\d+)\])?", text.strip()).groups()
    return Member(kind.strip(), name, int(count or 0))


def declarations_of(text):
    """Parses all declarations of a text. Fails on a declaration of a kind that the parser does not know."""
    numbers = dict(re.findall(r"^#define (\w+) (\d+)", text, re.MULTILINE))
    text = re.sub(r"//.*", "", text)
    text = re.sub(r"^#(?:.*\\\n)*.*", "", text, flags=re.MULTILINE)
    text = re.sub(r"^WSHAKE_INLINE .*\{\n(?:.*\n)*?\}\n", "", text, flags=re.MULTILINE)
    text = re.sub(r'extern "C" \{|^\}$', "", text, flags=re.MULTILINE)
    text = re.sub(MACROS, "", text)
    text = re.sub(r"\w+", lambda word: numbers.get(word[0], word[0]), text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([(){},;*\[\]]) ?", r"\1", text)
    found = Declarations()
    for declaration in filter(None, re.split(r";(?![^{]*\})", text.strip())):
        found.texts.append(declaration)
        if struct := re.fullmatch(r"typedef (?:struct|union) (\w+)\{(.*);\}\1", declaration):
            found.structs[struct[1]] = [member(each) for each in spaced(struct[2]).split(";")]
        elif enum := re.fullmatch(r"typedef enum (\w+)\{(.*?),?\}\1", declaration):
            found.enums[enum[1]] = {name: int(value) for name, value in re.findall(r"(\w+) = (\d+)", enum[2])}
        elif opaque := re.fullmatch(r"typedef struct (\w+) \1", declaration):
            found.opaque.add(opaque[1])
        elif function := re.fullmatch(r"(\w[\w ]*\*?) ?\b(wshake_\w+)\((.*)\)", declaration):
            parameters = [] if function[3] == "void" else [member(each) for each in spaced(function[3]).split(",")]
            found.functions[function[2]] = (function[1].strip(), parameters)
        else:
            raise ValueError(f"not understood: {declaration}")
    return found


def spaced(text):
    """Returns a declaration with a space between the asterisk of a pointer and the name behind it."""
    return re.sub(r"\*(?=\w)", "* ", text)
