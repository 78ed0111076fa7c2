"""A function or a file with one line too many: Scripts/layers refuses it, and says which."""

from layering import lengths, source
from tree import TreeTest

LINES = "    work()\n" * (lengths.FUNCTION - 2)
HEADS = [
    "func f() {", "func f<T: Comparable>(_ a: T) -> [T] where T: Hashable {", "init?(_ a: Int) {", "init<T>(_ a: T) {",
    "deinit {", "subscript(_ a: Int) -> Int {", "var f: [String: Int] {", "static func == (a: A, b: A) -> Bool {",
    "func f(_ a: () -> Int = { 1 }) async throws(Wrong) -> (Int, Int)\n{", "func `init`() {", "mutating func f(\n  a: Int\n) {",
]  # fmt: skip
BETWEEN = [
    'let a = "}"', 'let a = "{{{"', "// }}}", "/* } /* { */ } */", 'let a = #"}"}"#', 'let a = "\\"}"', 'let a = "\\(b { "}" })"',
    "if a { b() } else { c { d } }", 'let a = "a // b"; while let b { c }', "let a = { (b: Int) in b }", "func g() {}",
]  # fmt: skip


class Lengths(TreeTest):
    def wrong(self):
        return list(lengths.check(self.root))

    def put(self, text):
        self.write("Sources/Low/Other.swift", text)

    def test_a_verb_is_short_and_its_help_need_not_be(self):
        for name, most in [("List", lengths.VERB), ("List+Help", lengths.FILE)]:
            path = f"Sources/Command/Verbs/{name}.swift"
            with self.subTest(path):
                self.write(path, "//\n" * most)
                self.assertEqual(self.wrong(), [])
                self.write(path, "//\n" * (most + 1))
                self.refuses(path, f"may have {most}")
                self.write(path, "")

    def test_functions_of_every_kind_may_have_so_many_lines_and_not_one_more(self):
        for head in HEADS:
            with self.subTest(head):
                self.put(f"struct A {{\n{head}\n{LINES}}}\n}}\n")
                self.assertEqual(self.wrong(), [])
                self.put(f"struct A {{\n{head}\n{LINES}//\n}}\n}}\n")
                self.refuses("Sources/Low/Other.swift:2: ", f" has {lengths.FUNCTION + 1} lines")

    def test_braces_in_strings_and_comments_do_not_count(self):
        for line in BETWEEN:
            with self.subTest(line):
                self.put(f"func f() {{\n{line}\n{LINES}}}\nfunc h() {{\n}}\n")
                self.refuses("Other.swift:1: f has")

    def test_the_lines_of_strings_and_comments_count(self):
        for before, line, after in [('let a = """', "}", '"""'), ("/*", "}", "*/"), ('let a = """', "} \\", '"""')]:
            with self.subTest(before):
                lines = f"{line}\n" * lengths.FUNCTION
                self.put(f"func f() {{\n{before}\n{lines}{after}\n}}\n")
                self.refuses("Other.swift:1: f has 44 lines")

    def test_a_requirement_without_a_body_takes_none_of_what_follows(self):
        work = LINES + LINES
        wants = "func f() -> Int; init(a: Int); var g: Int { get }; subscript(a: Int) -> Int { get }"
        self.put(f"protocol P {{ {wants} }}\nenum A {{\n{work}}}")
        self.assertEqual(self.wrong(), [])
        self.put(f"protocol P {{\n func f()\n init()\n}}\nlet stored: Int = f {{\n{work}}}\n")
        self.assertEqual(self.wrong(), [])

        self.put(f"@_extern(c) func f() -> Int\nstatic func g() {{\n{work}}}\n")
        self.refuses("Other.swift:2: g has")

    def test_what_only_looks_like_a_function_is_none(self):
        self.put(f"let a = A.init(b) {{\n{LINES}{LINES}}}\nlet func_ = self.subscript {{\n{LINES}{LINES}}}\n")
        self.assertEqual(self.wrong(), [])

    def test_a_file_may_have_so_many_lines_and_not_one_more(self):
        self.put("//\n" * lengths.FILE)
        self.assertEqual(self.wrong(), [])
        self.put("//\n" * (lengths.FILE + 1))
        self.refuses("Sources/Low/Other.swift has", f"may have {lengths.FILE}")
        self.assertEqual(lengths.longest(self.root, 1), [f"Sources/Low/Other.swift ({lengths.FILE + 1})"])

    def test_source_keeps_its_lines_when_comments_and_strings_are_blank(self):
        text = 'a // b\n/* c\n/* d\n*/ */ e\n"""\nf \\\n\\(g {\n})\n"""\n#"h"#\n'
        self.assertEqual(source.code(text).count("\n"), text.count("\n"))
