"""`lockstep run --mask` as a job of a shell: stopped, continued, in the background, in a script, in a pipeline, resized."""

import os
import shutil
import signal
import unittest

from terminal import TmuxTest
from waiting import eventually

RUN = "lockstep run one --mask --"
READER = "sh -c 'echo be''gun $$; read line; echo got-$line'"


class MaskJobs(TmuxTest):
    def setUp(self):
        self.shell()

    def begun(self):
        return int(self.see(r"begun (\d+)$")[1])

    def test_the_shell_says_130_after_an_interrupt(self):
        self.line(f"{RUN} sh -c 'echo be''gun $$; exec sleep 100'")
        self.begun()
        self.keys("C-c")
        self.see(r"^\$ $")
        self.line('echo "code=$?"')
        self.see("^code=130$")

    def check_stopped_and_continued(self, line):
        self.line(line)
        pid = self.begun()
        self.keys("C-z")
        self.see(r"\[1\]\+ +Stopped")
        self.assertEqual(self.state(pid)[0], "T")
        self.line("clear; stty -a | grep -c ' icanon '; jobs")
        self.see(r"^1\n\[1\]\+ +Stopped")
        self.line("fg")
        eventually(lambda: self.state(pid)[0] == "S", "going on")
        self.line("hello")
        self.see("^hello\ngot-hello$")
        self.see(r"^\$ $")

    def test_stops_on_control_z_is_listed_by_jobs_and_goes_on_with_fg(self):
        self.check_stopped_and_continued(f"{RUN} {READER}")

    def test_a_script_and_a_pipeline_stop_and_go_on_with_it(self):
        (self.folder / "script").write_text(f"{RUN} {READER}\necho over\n")
        for line in ("bash $F/script", f"{RUN} {READER} | cat", f"cat </dev/null | {RUN} {READER} </dev/tty"):
            with self.subTest(line):
                self.shell()
                self.check_stopped_and_continued(line)

    def test_stops_again_and_again_and_signals_reach_it_in_between(self):
        self.line(f"{RUN} bash -c 'trap \"echo usr\" USR1; echo be''gun $$; while ! read line; do :; done; echo got-$line'")
        pid = self.begun()
        for _ in range(3):
            self.keys("C-z")
            eventually(lambda: self.state(pid)[0] == "T", "stopping")
            self.line("clear; jobs")
            self.see(r"\[1\]\+ +Stopped")
            self.line("fg")
            eventually(lambda: self.state(pid)[0] == "S", "going on")
        self.line("kill -USR1 hello")
        self.see("^got-kill -USR1 hello$")

    def test_one_that_was_stopped_from_elsewhere_has_the_terminal_again_with_fg(self):
        self.line(f"{RUN} sh -c 'echo be''gun $PPID $$; read line; echo got-$line'")
        self.see(r"^begun \d+ \d+$")
        relay = int(self.see(r"^begun (\d+)")[1])
        with open(f"/proc/{relay}/stat") as file:
            relay = int(file.read().rpartition(")")[2].split()[1])
        os.kill(relay, signal.SIGSTOP)
        self.see(r"\[1\]\+ +Stopped")
        self.line("echo he''re")
        self.see("^here$")
        self.line("clear; fg")
        eventually(lambda: self.state(relay)[0] == "S", "going on")
        self.line("hello")
        self.see("^hello\ngot-hello$")

    def test_is_waited_for_in_the_background_and_shows_its_output(self):
        self.line(f"{RUN} sh -c 'echo o-$LINODE_TOKEN; exit 7' & wait $!; echo code=$?")
        self.see(r"^o-\*{64}$")
        self.see("^code=7$")

    def test_in_the_background_leaves_the_keys_to_the_shell_and_takes_them_with_fg(self):
        self.line(f"{RUN} {READER} &")
        pid = self.begun()
        self.line("echo sh''ell")
        self.see("^shell$")
        self.assertEqual(self.state(pid)[0], "S")
        self.line("clear; fg")
        self.line("hello")
        self.see("^got-hello$")

    def test_started_behind_the_line_editor_of_a_shell_it_gets_the_settings_of_a_command_with_fg(self):
        os.mkfifo(self.folder / "begin")
        self.line(f"(read line <$F/begin; exec {RUN} {READER}) &")
        self.see(r"^\[1\] \d+$")
        self.see(r"^\$ $")
        (self.folder / "begin").write_text("now\n")
        self.begun()
        self.line("")
        self.line("fg")
        self.line("hello")
        self.see("^got-hello$")

    def test_a_signal_to_it_in_the_background_ends_it(self):
        self.line(f"{RUN} sh -c 'echo be''gun $$; exec sleep 100' &")
        self.begun()
        self.line("kill $!; wait $!; echo code=$?")
        self.see("^code=143$")

    def test_a_new_size_reaches_the_command(self):
        self.line(f"""{RUN} bash -c 'trap "stty size" WINCH; echo be''gun $$; while :; do read -t 100; done'""")
        self.begun()
        for columns, rows in ((60, 12), (100, 30)):
            self.tmux("resize-window", "-t", self.pane, "-x", str(columns), "-y", str(rows))
            self.see(f"^{rows} {columns}$")
        self.keys("C-c")

    def test_the_shell_is_usable_after_the_command_was_killed(self):
        self.line(f"{RUN} sh -c 'stty raw -echo; echo be''gun $$; exec sleep 100'")
        os.kill(self.begun(), signal.SIGKILL)
        self.see("Killed")
        self.line("clear; echo as''k; read line; echo got-$line")
        self.see("^ask$")
        self.line("hello")
        self.see("^hello\ngot-hello$")

    @unittest.skipUnless(shutil.which("less"), "less is not there")
    def test_a_pager_behind_it_gets_its_keys(self):
        self.line(f"{RUN} sh -c 'seq 1 1000; exec sleep 100' | less")
        self.see("^23$")
        for number in range(200, 900, 100):
            self.keys(*str(number), "g")
            self.see(f"^{number}$")
        self.keys("q")
        self.see("less$")
        self.keys("C-c")
        self.see(r"^\$ $")

    def test_who_stands_before_it_gets_the_keys(self):
        self.line(f"sh -c 'echo be''gun $$ >&2; head -n 1 </dev/tty' | {RUN} sh -c 'read line; echo got-$line'")
        self.begun()
        self.line("hello")
        self.see("^hello\ngot-hello$")
