"""A full-screen program draws under `lockstep run`, masked or not, what it draws when started directly."""

import shutil
import unittest

from terminal import TmuxTest
from waiting import eventually


class Screen(TmuxTest):
    @unittest.skipUnless(shutil.which("vim.tiny"), "vim-tiny is not there")
    def test_a_full_screen_program_draws_the_same_screen(self):
        page = self.folder / "page"
        page.write_text("".join(f"line {number} ☃ \t{'x' * (number % 90)}\n" for number in range(60)))
        screens = []
        for before in ("", "lockstep run one -- ", "lockstep run one --mask -- "):
            size = f"{before}sh -c 'stty size; echo $TERM; tty' | sed s,/.*,tty,"
            self.window("sh", "-c", f"{size}; {before}vim.tiny -u NONE -n -R {page}; echo over; cat")
            seen = [self.step(r'^"\S*page".* 60 lines', "-e")]
            self.keys(":set number ruler", "Enter", "20", "G")
            seen.append(self.step(" 20,1", "-e"))
            self.tmux("resize-window", "-t", self.pane, "-x", "60", "-y", "12")
            # How far it scrolls depends on whether it has drawn anew: the ruler stands in the last of twelve lines then.
            eventually(lambda: " 20,1" in "".join(self.screen().splitlines()[11:12]), "the smaller screen")
            self.keys("30", "G")
            seen.append(self.step(" 30,1", "-e"))
            self.keys(":q!", "Enter")
            seen.append(self.step("^over$", "-e"))
            screens.append(seen)
        for number in (1, 2):
            self.assertEqual(screens[0], screens[number])
        self.assertRegex(screens[0][3], "^24 80\n(tmux|screen).*\ntty\n")

    def step(self, pattern, *flags):
        """The screen once it has the pattern and is the same twice."""
        self.see(pattern)
        last = [None]

        def settled():
            last.append(self.screen(*flags))
            return last[-1] == last[-2]

        eventually(settled, "a screen that stays")
        return last[-1]
