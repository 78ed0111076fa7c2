"""Small trees with one thing wrong each: Scripts/layers refuses it, and says where."""

from pathlib import Path

from layering import manifest
from tree import PAGE, TreeTest, target

FORMS = [
    "import Wrong", "  import Wrong", "#if DEBUG\n    import Wrong\n#endif", "import struct Wrong.Thing",
    "import func Wrong.thing", "@testable import Wrong", "@_spi(Some) import Wrong", "@preconcurrency import Wrong",
    "internal import Wrong", "package import Wrong", "private import Wrong", "fileprivate import Wrong",
    "@_implementationOnly\nimport Wrong", "import Low; import Wrong", "import Wrong.Part", "import `Wrong`",
    "import\n    Wrong", "import /* why not */ Wrong", "import Foundation", "import _Concurrency", "import CLow",
    'let x = """\n"\n"""; import Wrong', "/* /* */ */ import Wrong",
]  # fmt: skip


class Rooms(TreeTest):
    def test_a_tree_with_nothing_wrong_passes(self):
        self.write("Sources/High/Other.swift", '// import Wrong\n/* import Wrong */ let x = "import Wrong"; y.import\nlet z = 1\n')
        self.write("Sources/High/Third.swift", "#if canImport(Wrong)\n#endif\nlet text = #\"\"\"\nimport Wrong \"\n\"\"\"#\n")
        self.assertEqual(self.wrong(), [])

    def test_a_wrong_import_is_refused_in_every_form(self):
        for form in FORMS:
            with self.subTest(form):
                self.write("Sources/High/Other.swift", f"package struct A {{}}\n{form}\n")
                module = next((name for name in ["Foundation", "_Concurrency", "CLow"] if name in form), "Wrong")
                self.refuses("Sources/High/Other.swift", f"High may not import {module}")

    def test_an_import_upwards_is_refused(self):
        self.write("Sources/Low/Other.swift", "internal import High\n")
        self.refuses("Low may not import High")

    def test_what_is_imported_stands_in_the_manifest(self):
        self.targets[1] = target("Low")
        self.assertIn("Sources/Low/Low.swift: Low imports CLow, which Package.swift does not say", self.wrong())

    def test_tests_import_what_the_manifest_says(self):
        self.write("Tests/HighTests/Other.swift", "@testable import Low\n")
        self.refuses("HighTests may not import Low")

    def test_an_import_is_not_handed_on(self):
        self.write("Sources/High/Other.swift", "@_exported internal import Low\n")
        self.refuses("@_exported")

    def test_nothing_is_public(self):
        for line in ["public struct A {}", "public import Low", "  public private(set) var a = 1", "open class A {}"]:
            with self.subTest(line):
                self.write("Sources/High/Other.swift", line)
                self.refuses("Other.swift: public or open")

    def test_what_only_looks_public_passes(self):
        self.write("Sources/High/Other.swift", "f(public: 1); let a = b.public; try open(path); func open() {}\n")
        self.assertEqual(self.wrong(), [])


class Manifest(TreeTest):
    def test_a_dependency_that_the_table_does_not_allow_is_refused(self):
        self.targets[2] = target("High", "Low", "CLow")
        self.assertIn("Package.swift: High may not depend on CLow", self.wrong())

    def test_a_dependency_that_no_file_imports_is_refused(self):
        self.targets[3] = target("HighTests", "High", "Low", kind="test")
        self.refuses("HighTests depends on Low, which no file imports")

    def test_tests_may_depend_on_a_program_that_they_only_start(self):
        self.targets += [target("program", kind="executable")]
        self.write("Docs/Architecture.md", PAGE + "| `program` | a program | – |\n")
        self.write("Sources/program/main.swift", "print()\n")
        self.targets[3] = target("HighTests", "High", "program", kind="test")
        self.assertEqual(self.wrong(), [])

    def test_the_table_allows_nothing_that_is_not_used(self):
        self.write("Docs/Architecture.md", PAGE.replace("| `Low` |\n", "| `Low` `CLow` |\n"))
        self.refuses("High may import CLow, but does not depend on it")

    def test_a_room_stands_in_the_table_and_in_the_manifest(self):
        self.targets += [target("Strange")]
        self.write("Sources/Strange/Strange.swift", "")
        self.write("Sources/Lost/Lost.swift", "")
        self.assertEqual(len(self.wrong()), 2)

    def test_c_includes_no_header_of_another_module(self):
        for line in ["#include <sodium.h>", "# include <sodium/core.h>", '#include "sodium.h"', "@import CSodium;",
                     '#include "../Low/other.h"']:  # fmt: skip
            with self.subTest(line):
                self.write("Sources/CLow/low.c", f"#include <low.h>\n{line}\n")
                self.refuses("low.c of CLow may not include")

    def test_the_package_manager_is_asked(self):
        names = {each.name for each in manifest.read(Path(__file__).resolve().parents[2])}
        self.assertLessEqual({"CPlatform", "Lifecycle", "lockstep", "LifecycleTests"}, names)
