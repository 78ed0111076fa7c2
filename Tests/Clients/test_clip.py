"""`lockstep get --clip` on a desktop's clipboard: there whole, there for a while, and nowhere else."""

import base64
import os
import select
import shutil
import subprocess
import unittest

from clipping import ClipTest, processes
from desktop import X11, Wayland, X11WithXsel
from waiting import eventually

HALTING = '#!/bin/sh\necho "$0" >{folder}/halted\nread -r _ <{folder}/go\nexec {program} "$@"\n'


class Desktop:
    """On one desktop."""

    @classmethod
    def setUpClass(cls):
        for name in cls.kind.needs:
            if not shutil.which(name):
                raise unittest.SkipTest(f"{name} is not there")
        super().setUpClass()
        cls.desktop = cls.kind()
        cls.desktop.start()
        cls.addClassCleanup(cls.desktop.stop)
        cls.variables = cls.desktop.variables

    def setUp(self):
        self.desktop.put(b"mine")

    def holds(self, text):
        eventually(lambda: self.desktop.held() == text, "the clipboard")

    def test_holds_the_string_without_a_line_end_and_the_command_has_ended(self):
        self.assertIn("It is cleared in 1 h", self.clip("one", "--clear-after", "1h"))
        self.assertEqual(self.desktop.held(), self.strings["one"])
        self.assertEqual(len(self.waiting()), 1)
        self.assertEqual(self.handed_out("one")[-1], "get --clip")

    def test_is_cleared_after_the_time(self):
        self.clip("one", "--clear-after", "1s")
        self.holds(b"")
        eventually(lambda: not self.waiting(), "the end of what cleared it")

    def test_is_not_cleared_when_something_else_is_there_by_then(self):
        self.clip("one", "--clear-after", "2s")
        self.desktop.put(b"something else")
        eventually(lambda: not self.waiting(), "the end of what clears")
        self.assertEqual(self.desktop.held(), b"something else")

    def test_a_second_string_replaces_the_first_and_is_not_cleared_with_it(self):
        self.clip("one", "--clear-after", "2s")
        first = self.waiting()
        self.clip("two", "--clear-after", "1h")
        eventually(lambda: not set(first) & set(self.waiting()), "the end of what clears the first")
        self.assertEqual(self.desktop.held(), self.strings["two"])

    def test_what_is_refused_does_not_touch_the_clipboard(self):
        self.lockstep("create", "narrow", "--scope", "linodes:ro", "--expiry", "9d")
        self.lockstep("grant", "narrow", "--exe", os.path.realpath("/bin/true"))
        self.assertIn("No grant lets this program have 'narrow'", self.clip("narrow", expect=5))
        self.clip("nobody", expect=4)
        self.clip("one", "--clear-after", "0s", expect=2)
        self.assertEqual((self.desktop.held(), self.waiting()), (b"mine", []))

    def test_the_string_is_in_no_command_line_and_no_environment_meanwhile(self):
        """The clipboard's programs are halted at their start: when copying, when reading back, when looking, when clearing."""
        needles = (self.strings["one"], base64.b64encode(self.strings["one"]))
        place = self.folder / "halting"
        place.mkdir()
        for name in ("halted", "go"):
            os.mkfifo(place / name)
        for name in self.desktop.programs:
            (place / name).write_text(HALTING.format(folder=place, program=shutil.which(name)))
            (place / name).chmod(0o755)
        halted, go = (os.open(place / name, os.O_RDWR) for name in ("halted", "go"))
        path = self.surroundings(PATH=f"{place}:{self.surroundings()['PATH']}")
        command = subprocess.Popen(self.words("one", "--clear-after", "1s"), env=path, stderr=subprocess.PIPE)
        for cleanup in ((os.close, go), (os.close, halted), (command.communicate,), (os.write, go, b"\n\n\n\n")):
            self.addCleanup(*cleanup)
        for moment in ("copying", "reading back", "looking", "clearing"):
            self.assertTrue(select.select([halted], [], [], 20)[0], f"no program was started for {moment}")
            self.assertIn(os.fsencode(place), os.read(halted, 4096))
            self.assertTrue(self.waiting())
            seen = [(pid, words) for pid, words, variables in processes()
                    if any(needle in words + variables for needle in needles)]  # fmt: skip
            self.assertEqual(seen, [], moment)
            os.write(go, b"\n")
        self.assertNotIn(self.strings["one"], command.communicate(timeout=20)[1])

        def is_cleared():
            # xsel takes the selection late, so that it may be read back more than once: then each moment was one start later.
            if select.select([halted], [], [], 0)[0]:
                os.read(halted, 4096)
                os.write(go, b"\n")
            return self.desktop.held() == b""

        eventually(is_cleared, "the clipboard")
        eventually(lambda: not self.waiting(), "the end of what cleared it")


class OnX11(Desktop, ClipTest):
    kind = X11


class OnX11WithXsel(Desktop, ClipTest):
    kind = X11WithXsel


class OnWayland(Desktop, ClipTest):
    kind = Wayland
