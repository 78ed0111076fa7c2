"""A small heart of four folders with one thing wrong: Scripts/layers refuses it, and says where."""

import unittest

from layering import folders, source
from tree import TreeTest


class Folders(TreeTest):
    def setUp(self):
        super().setUp()
        self.put("Model/Token", "package struct Token { struct Step {} }")
        self.put("Ports/Ledger", "protocol Ledger { func token() -> Token }")
        self.put("Operations/Operation", "enum Step { case a(any Ledger, Token) }\nextension Token { var x: Ledger }")
        self.put("Driver/Driver", "final class Driver { var step: Step; struct Part {} }")

    def put(self, name, text):
        self.write(f"Heart/{name}.swift", text)

    def wrong(self):
        return list(folders.check(self.root / "Heart"))

    def test_folders_in_order_pass(self):
        self.put("Model/Label", '// a Driver\nstruct Label { let a = "Driver"; var b: Other.Driver; var c: Part; var driver = x.Driver }')
        self.assertEqual(self.wrong(), [])

    def test_a_name_of_a_later_folder_is_refused(self):
        for folder, name in [("Model", "Ledger"), ("Model", "Step"), ("Ports", "Step"), ("Operations", "Driver")]:
            for use in [f"var a: {name}", f"var a: Heart.{name}", f"[{name}].self", f'"\\({name}())"', f"{name}.Part"]:
                with self.subTest(f"{folder}: {use}"):
                    self.put(f"{folder}/Other", f"extension Token {{ {use} }}")
                    self.refuses(f"{folder}/Other names {name} of")
            (self.root / f"Heart/{folder}/Other.swift").unlink()

    def test_circles_are_named_file_by_file(self):
        self.put("Model/A", "struct A { var b: B }")
        self.put("Model/B", "struct B { var c: C }")
        self.put("Model/C", "struct C { var a: A }")
        self.refuses("A (B) → B (C) → C (A) → A")

    def test_a_file_beside_the_folders_is_refused(self):
        self.put("Other", "")
        self.refuses("in none of Model")


class Source(unittest.TestCase):
    def test_comments_and_strings_are_blank_and_interpolations_are_not(self):
        text = 'a /* b /* c */ d */ "e \\" f \\(g("h", i) + "j \\(k)") l" #"m \\(n) \\#(o)"# p // q\nr'
        self.assertEqual([word for word in source.code(text) if word.isalpha()], list("agikopr"))
