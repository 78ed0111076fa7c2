"""`--refresh-file`: a private file that always has the token, for as long as the command runs."""

import os
import pathlib
import signal
import stat
import subprocess

from processes import state
from waiting import eventually
from watching import Watched, WatchTest

# Says what the file has, each time that it has something else.
READER = """
echo "file $LOCKSTEP_TOKEN_FILE"; trap 'echo hup' HUP
while :; do read -r now <"$LOCKSTEP_TOKEN_FILE" || :; [ "$now" = "$was" ] || echo "has $now"; was=$now; sleep 0.02; done
"""


class Files(WatchTest):
    def setUp(self):
        super().setUp()
        self.private = self.folder / "private"
        self.private.mkdir(mode=0o700, exist_ok=True)
        self.file = self.private / "token"

    def run_with(self, file, *words, command=("sh", "-c", READER), verb="run", **more):
        return Watched(self, verb, "one", "--refresh-file", file, *words, "--", *command, **more)

    def test_the_file_has_the_token_while_the_command_runs(self):
        watched = self.run_with(self.file)
        self.assertEqual(watched.see("^file (.*)$")[1], str(self.file))
        self.assertEqual(watched.see("^has (.*)$")[1], self.string_of())
        for _ in range(2):
            new = self.renew()
            # Never nothing, and never half of it.
            self.assertEqual(watched.see("^has (.*)$")[1], new)
            status = self.file.stat()
            self.assertEqual((stat.S_IMODE(status.st_mode), status.st_uid, status.st_nlink), (0o600, os.geteuid(), 1))
        self.assertEqual([path.name for path in self.private.iterdir()], ["token"])
        watched.send(signal.SIGTERM)
        self.assertEqual(watched.wait(), -signal.SIGTERM)
        self.assertEqual(list(self.private.iterdir()), [])
        self.assertIn("not in memory", " ".join(watched.rest())) if not in_memory(self.folder) else None

    def test_a_command_that_ends_or_does_not_start_leaves_no_file(self):
        for command in (["true"], ["false"], ["/nowhere"], ["sh", "-c", "kill -9 $$"]):
            with self.subTest(command):
                self.run_with(self.file, command=command).wait()
                self.assertFalse(self.file.exists())
        # Somebody else's by now: it stays.
        other = self.private / "other"
        self.run_with(self.file, command=["sh", "-c", f": >{other}; mv {other} {self.file}"]).wait()
        self.assertEqual(self.file.read_text(), "")
        self.file.unlink()

    def test_a_signal_tells_a_program_to_read_it_again(self):
        watched = self.run_with(self.file, "--signal", "HUP", verb="watch")
        watched.see("^has")
        new = self.renew()
        watched.see("sent SIGHUP")
        watched.see("^hup$")
        self.assertEqual(self.file.read_text(), new)

    def test_a_restarted_command_has_it_too(self):
        watched = self.run_with(self.file, verb="watch")
        watched.see("^has")
        new = self.renew()
        watched.see("^file")
        self.assertEqual(watched.see("^has (.*)$")[1], new)

    def test_what_a_killed_one_leaves_is_taken_over_and_what_a_living_one_keeps_is_not(self):
        watched = self.run_with(self.file)
        watched.see("^has")
        second = self.run_with(self.file)
        self.assertEqual(second.wait(), 10)
        self.assertIn("kept up to date by another", " ".join(second.rest()))
        self.assertEqual(self.file.read_text(), self.string_of())
        watched.send(signal.SIGKILL)
        watched.wait()
        self.assertTrue(self.file.exists())
        new = self.renew()
        watched = self.run_with(self.file)
        self.assertEqual(watched.see("^has (.*)$")[1], new)
        watched.send(signal.SIGTERM)
        watched.wait()
        self.assertFalse(self.file.exists())

    def test_it_goes_nowhere_else(self):
        (self.folder / "shared").mkdir(exist_ok=True)
        (self.folder / "shared").chmod(0o777)
        others = self.folder / "others"
        others.mkdir(mode=0o700)
        readable, folder, link, long = (others / name for name in ("readable", "folder", "link", "long"))
        readable.write_text("mine")
        readable.chmod(0o644)
        folder.mkdir()
        link.symlink_to(readable)
        long.write_text("x" * 5000)
        long.chmod(0o600)
        places = {self.folder / "shared" / "token": 11, readable: 10, folder: 10, link: 10, long: 10,
                  self.folder / "none" / "token": 11, f"{others}/": 11, self.vault: 2}  # fmt: skip
        for place, code in places.items():
            with self.subTest(place):
                before = self.lockstep("audit", "--json", "--event", "handed-out")
                watched = self.run_with(place, command=["echo", "ran"])
                self.assertEqual(watched.wait(), code, watched.rest())
                self.assertNotIn("ran", watched.rest())
                self.assertEqual(self.lockstep("audit", "--json", "--event", "handed-out"), before)
        self.assertEqual(readable.read_text(), "mine")

    def test_where_it_cannot_be_written_the_former_one_stays(self):
        watched = self.run_with(self.file)
        watched.see("^has")
        old = self.file.read_text()
        self.private.chmod(0o500)
        self.addCleanup(self.private.chmod, 0o700)
        new = self.renew()
        watched.see("could not be given it")
        self.assertEqual(self.file.read_text(), old)
        self.private.chmod(0o700)
        self.assertEqual(watched.see("^has (.*)$")[1], new)

    def test_mask_is_refused(self):
        self.assertEqual(self.run_with(self.file, "--mask", command=["true"]).wait(), 2)


def in_memory(folder):
    return subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True).stdout.strip() in ("tmpfs", "ramfs")
