"""`lockstep get --clip` where there is no desktop: nothing to copy to, something that fails, or a terminal (OSC 52)."""

import base64
import os
import pathlib
import shutil
import signal
import subprocess
import unittest

from clipping import ClipTest
from terminal import TmuxTest
from waiting import eventually


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
        self.assertIn("No clipboard is available: no Wayland, no X11, no terminal.", said)
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
                self.assertIn("The clipboard did not accept the token string.", said)
                eventually(lambda: not self.waiting(), "the end of what would clear")

    def test_one_that_cannot_be_read_back_is_not_said_to_be_cleared(self):
        for name, line in (("fails", "exit 1"), ("other", "echo other"), ("killed", "kill -KILL $$")):
            with self.subTest(name):
                variables, held = self.xclip(name, f"if [ $3 = -in ]; then cat >$held; else {line}; fi\n")
                self.assertIn("so it is not cleared: copy something else afterwards.", self.clip("one", **variables))
                self.assertEqual(held.read_bytes(), self.strings["one"])
                eventually(lambda: not self.waiting(), "the end of what would clear")

    def test_it_is_cleared_at_once_when_what_waits_is_ended(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            with self.subTest(number.name):
                variables, held = self.xclip(number.name, "if [ $3 = -in ]; then cat >$held; else cat $held; fi\n")
                self.assertIn("It is cleared in 1 h", self.clip("one", "--clear-after", "1h", **variables))
                self.assertEqual(held.read_bytes(), self.strings["one"])
                os.kill(*self.waiting(), number)
                eventually(lambda: held.read_bytes() == b"", "clearing")
                eventually(lambda: not self.waiting(), "the end")

    def test_clearing_that_fails_for_a_moment_is_tried_again(self):
        text = "if [ $3 = -out ]; then cat $held; exit; fi\n" \
               "[ -e $held ] && [ ! -e $held.tried ] && { touch $held.tried; exit 1; }\ncat >$held\n"
        variables, held = self.xclip("again", text)
        self.clip("one", "--clear-after", "1s", **variables)
        eventually(lambda: held.read_bytes() == b"", "clearing")

    def test_the_time_goes_on_while_the_machine_sleeps(self):
        """The timer is one of CLOCK_BOOTTIME (7), which counts that."""
        variables, _ = self.xclip("clock", "if [ $3 = -in ]; then cat >$held; else cat $held; fi\n")
        self.clip("one", "--clear-after", "1h", **variables)
        place = pathlib.Path(f"/proc/{self.waiting()[0]}/fdinfo")
        try:
            clocks = eventually(lambda: [line for path in place.iterdir() for line in path.read_text().splitlines()
                                         if line.startswith("clockid:")], "the timer")  # fmt: skip
        except PermissionError:
            self.skipTest("an ordinary user does not see the descriptors of what cannot be dumped")
        self.assertEqual(clocks, ["clockid: 7"])

    @unittest.skipUnless(shutil.which("xclip"), "xclip is not there")
    def test_a_display_that_cannot_be_reached_is_told(self):
        self.assertIn("Check that the display is reachable.", self.clip("one", expect=1, DISPLAY="nothing:0"))


class WithoutProcesses(ClipTest):
    """Of an ordinary user, whose vault it is then: root has no limit of processes."""

    def give(self, user):
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, user, -1)

    def test_nothing_is_handed_out_where_no_process_can_be_started_to_clear_it(self):
        variables, held = self.xclip("limited", "if [ $3 = -in ]; then cat >$held; else cat $held; fi\n")
        before, become = self.handed_out("one"), []
        if os.geteuid() == 0:
            become = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--"]
            self.give(65534)
        words = [*become, "prlimit", "--nproc=1:1", *self.words("one")]
        done = subprocess.run(words, env=self.surroundings(**variables), capture_output=True, text=True, timeout=20,
                              stdin=subprocess.DEVNULL)  # fmt: skip
        self.give(os.geteuid())
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        self.assertIn("cannot be started: Resource temporarily unavailable", done.stderr)
        self.assertIn("Nothing was handed out.", done.stderr)
        self.assertEqual((self.handed_out("one"), held.exists()), (before, False))


class ClipInTerminal(TmuxTest):
    def test_the_terminals_clipboard_has_the_string_and_the_screen_has_not(self):
        string = self.lockstep("get", "one").strip()
        self.shell()
        self.tmux("set", "-g", "set-clipboard", "on")
        self.line("lockstep get one --clip; echo o''ver $?")
        self.see("^over 0$")
        self.assertEqual(self.tmux("show-buffer"), string)
        screen = self.screen("-J", "-S", "-")
        self.assertRegex(screen, r"\A\$ lockstep get one --clip; echo o''ver \$\?\nSent 'one' to [^\n]*\n(?:  [^\n]*\n)*over 0\n\$ *\n*\Z")
        for form in (string[:8], base64.b64encode(string.encode()).decode()[:8], "52;c"):
            self.assertNotIn(form, screen)
