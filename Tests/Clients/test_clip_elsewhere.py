"""`lockstep get --clip` where there is no desktop: nothing to copy to, something that fails, or a terminal (OSC 52)."""

import base64
import os
import shutil
import unittest

from clipping import ClipTest
from terminal import TmuxTest


class WithoutClipboard(ClipTest):
    """Where there is nothing to copy to, or what there is fails. No process of these has a terminal."""

    FAILING = {
        "takes it and fails": "#!/bin/sh\ncat >/dev/null\nexit 1\n",
        "does not take it": "#!/bin/sh\nexec <&-\nexit 1\n",
        "is killed": "#!/bin/sh\nkill -KILL $$\n",
        "is no program": "\0nonsense",
    }

    def test_no_display_and_no_terminal_is_said_before_anything_is_handed_out(self):
        before = self.handed_out("one")
        said = self.clip("one", expect=4)
        self.assertIn("There is no clipboard here: no Wayland, no X11, no terminal.", said)
        self.assertIn("Nothing was handed out.", said)
        self.assertEqual(self.handed_out("one"), before)

    def test_a_display_without_its_program_is_no_clipboard(self):
        for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
            with self.subTest(variable):
                said = self.clip("one", expect=4, PATH=str(self.folder), **{variable: "nothing:0"})
                self.assertIn("Install wl-clipboard, xclip or xsel.", said)

    def test_a_program_that_fails_is_told(self):
        for number, (way, text) in enumerate(self.FAILING.items()):
            with self.subTest(way):
                place = self.folder / str(number)
                place.mkdir()
                (place / "xclip").write_text(text)
                (place / "xclip").chmod(0o755)
                said = self.clip("one", expect=1, DISPLAY=":0", PATH=f"{place}:{os.environ['PATH']}")
                self.assertIn("The clipboard did not take the token string.", said)
                self.assertEqual(self.waiting(), [])

    @unittest.skipUnless(shutil.which("xclip"), "xclip is not there")
    def test_a_display_that_cannot_be_reached_is_told(self):
        self.assertIn("Check that the display can be reached.", self.clip("one", expect=1, DISPLAY="nothing:0"))


class ClipInTerminal(TmuxTest):
    def test_the_terminals_clipboard_has_the_string_and_the_screen_has_not(self):
        string = self.lockstep("get", "one").strip()
        self.shell()
        self.tmux("set", "-g", "set-clipboard", "on")
        self.line("lockstep get one --clip; echo o''ver $?")
        self.see("^over 0$")
        self.assertEqual(self.tmux("show-buffer"), string)
        screen = self.screen("-J", "-S", "-")
        self.assertRegex(screen, r"\A\$ lockstep get one --clip; echo o''ver \$\?\nSent 'one' to [^\n]*\nover 0\n\$ *\n*\Z")
        for form in (string[:8], base64.b64encode(string.encode()).decode()[:8], "52;c"):
            self.assertNotIn(form, screen)
