"""`lockstep watch`: the command gets another token as soon as there is one, and is treated as a supervisor should."""

import os
import signal
import struct
import subprocess

from processes import living_children, state
from speaking import REQUESTS, Speaker, framed
from waiting import eventually
from watching import SERVER, WatchTest


class Watch(WatchTest):
    def test_it_is_restarted_with_each_new_token_and_only_then(self):
        before = self.runs()
        watched = self.watch("one", "--", "sh", "-c", SERVER)
        pid, token = watched.started()
        self.assertEqual(token, self.string_of())
        for _ in range(3):
            new = self.renew()
            self.assertEqual(watched.see("restarted")[0], "restarted")
            watched.see("^term$")
            next_pid, next_token = watched.started()
            self.assertEqual((next_token, next_pid != pid), (new, True))
            self.ended(pid)
            pid = next_pid
        # Other changes of the vault concern nobody.
        self.lockstep("create", "other", "--scope", "linodes:ro", "--expiry", "9d")
        self.lockstep("grant", "other", "--exe", "/bin/true")
        watched.send(signal.SIGTERM)
        self.assertEqual(watched.wait(), 9)
        self.assertEqual([line for line in watched.rest() if line.startswith("start")][4:], [])
        # Each start is a hand-out of its own, and nothing else is.
        self.assertEqual(self.runs() - before, 4)

    def runs(self):
        return self.lockstep("audit", "--json", "--event", "handed-out").count('"detail":"run"')

    def test_a_rotation_is_followed_and_the_old_token_works_until_then(self):
        watched = self.watch("one", "--", "sh", "-c", SERVER)
        _, old = watched.started()
        for overlap in ("1h", "0s", "1h"):
            self.lockstep("rotate", "one", "--overlap", overlap, "--yes")
            _, new = watched.started()
            self.assertEqual((new, new != old), (self.string_of(), True))
            self.assertEqual(self.ask("GET", "/v4/profile", token=new)[0], 200)
            self.assertEqual(self.ask("GET", "/v4/profile", token=old)[0], 401 if overlap == "0s" else 200)
            old = new
        self.assertFalse([line for line in watched.rest_so_far() if "no longer" in line])

    def test_several_labels_are_watched_and_a_renamed_token_is_another(self):
        self.lockstep("create", "two", "--scope", "linodes:ro", "--expiry", "9d")
        self.lockstep("create", "three", "--scope", "linodes:ro", "--expiry", "9d")
        three = self.string_of("three")
        watched = self.watch("one", "--env", "OTHER=two", "--", "sh", "-c", f'echo "other $OTHER"; {SERVER}')
        watched.see(f"^other {self.string_of('two')}$")
        self.lockstep("revoke", "two", "--yes")
        watched.see("'two' is no longer handed out")
        self.lockstep("rename", "three", "two")
        watched.see("'two' has a new token. The command is restarted")
        watched.see(f"^other {three}$")
        watched.see("^start")
        self.lockstep("revoke", "two", "--yes")

    def test_a_revoked_token_is_told_once_and_the_command_goes_on(self):
        watched = self.watch("one", "--", "sh", "-c", SERVER)
        pid, _ = watched.started()
        self.lockstep("revoke", "one", "--yes")
        watched.see("'one' is no longer handed out")
        self.assertNotIn(state(pid), ("Z", None))
        self.lockstep("create", "one", "--scope", "linodes:ro", "--expiry", "9d")
        self.assertEqual(watched.started()[1], self.string_of())
        watched.send(signal.SIGTERM)
        watched.wait()
        self.assertEqual(sum("no longer" in line for line in watched.rest()), 1)

    def test_it_ends_as_the_command_ends(self):
        for command, code in [("exit 0", 0), ("exit 7", 7), ("kill -INT $$", -2), ("kill -KILL $$", -9)]:
            with self.subTest(command):
                self.assertEqual(self.watch("one", "--", "sh", "-c", command).wait(), code)
        self.assertEqual(self.watch("one", "--", "/nowhere/at/all").wait(), 127)
        self.assertEqual(self.watch("one", "--", "/dev/null").wait(), 126)

    def test_a_command_that_fails_with_the_new_token_is_not_started_again(self):
        script = f'if [ -e {self.folder}/first ]; then echo fails; exit 3; fi; : >{self.folder}/first; {SERVER}'
        watched = self.watch("one", "--", "sh", "-c", script)
        watched.started()
        self.renew()
        self.assertEqual(watched.wait(), 3)
        self.assertEqual(watched.rest().count("fails"), 1)

    def test_signals_are_passed_on(self):
        watched = self.watch("one", "--", "sh", "-c", SERVER)
        pid, _ = watched.started()
        for number, said in [(signal.SIGHUP, "hup"), (signal.SIGUSR1, "usr1"), (signal.SIGUSR1, "usr1")]:
            watched.send(number)
            watched.see(f"^{said}$")
        watched.send(signal.SIGTERM)
        self.assertEqual(watched.wait(), 9)
        self.ended(pid)

    def test_standard_input_is_the_commands(self):
        watched = self.watch("one", "--", "cat", stdin=subprocess.PIPE)
        watched.process.stdin.write("through\n")
        watched.process.stdin.close()
        watched.see("^through$")
        self.assertEqual(watched.wait(), 0)

    def test_the_command_ends_with_a_watch_that_is_killed(self):
        watched = self.watch("one", "--", "sh", "-c", SERVER)
        pid, _ = watched.started()
        watched.send(signal.SIGKILL)
        self.ended(pid)
        self.assertIn("term", watched.rest())

    def test_one_that_does_not_end_is_killed_and_what_it_left_behind_is_ended(self):
        left = "(trap '' TERM; while :; do sleep 0.05; done) & echo left $!"
        deaf = SERVER.replace("trap", ":", 1)
        watched = self.watch("one", "--stop-timeout", "0s", "--", "sh", "-c", f"trap '' TERM; {left}; {deaf}")
        stubborn = int(watched.see(r"^left (\d+)$")[1])
        watched.started()
        self.renew()
        watched.started()
        self.ended(stubborn)
        eventually(lambda: len(living_children(watched.pid)) == 1, "one command")

    def test_nothing_is_started_for_one_that_is_being_ended(self):
        # It takes its time to end.
        slow = SERVER.replace("echo term;", f"echo term; while [ -e {self.folder}/busy ]; do sleep 0.05; done;")
        (self.folder / "busy").touch()
        watched = self.watch("one", "--", "sh", "-c", slow)
        watched.started()
        watched.send(signal.SIGTERM)
        watched.see("^term$")
        self.renew()
        (self.folder / "busy").unlink()
        self.assertEqual(watched.wait(), 9)
        self.assertEqual([line for line in watched.rest() if "restarted" in line], [])

    def test_a_signal_instead(self):
        watched = self.watch("one", "--signal", "HUP", "--", "sh", "-c", SERVER)
        pid, _ = watched.started()
        self.renew()
        watched.see("'one' has a new token. The command is sent SIGHUP")
        watched.see("^hup$")
        self.assertNotIn(state(pid), ("Z", None))
        # Nothing was handed out for it.
        self.assertEqual(self.lockstep("audit", "--json", "--event", "handed-out", "--limit", "1").count('"detail":"get"'), 1)

    def test_where_the_new_token_is_refused_the_command_goes_on_and_that_is_said_once(self):
        self.lockstep("create", "barred", "--scope", "linodes:ro", "--expiry", "9d")
        self.lockstep("grant", "barred", "--exe", "/bin/false")
        watched = self.watch("one", "--", "sh", "-c", SERVER)
        pid, _ = watched.started()
        self.lockstep("revoke", "one", "--yes")
        self.lockstep("rename", "barred", "one")
        watched.see("could not be given it.*No grant lets this program have 'one'")
        self.assertNotIn(state(pid), ("Z", None))
        self.lockstep("grant", "one", "--clear")
        watched.started()
        self.assertEqual(sum("could not be given" in line for line in watched.rest_so_far()), 1)


class Agents(WatchTest):
    def test_an_agent_that_is_locked_or_restarted_is_waited_for(self):
        watched = self.watch("one", "--", "sh", "-c", SERVER)
        pid, _ = watched.started()
        self.lockstep("lock")
        watched.see("agent is locked")
        new = self.renew()
        self.lockstep("unlock")
        watched.see("noticed again")
        self.assertEqual(watched.started()[1], new)
        self.lockstep("agent", "stop")
        watched.see("agent has ended")
        new = self.renew()
        self.lockstep("unlock")
        pid, token = watched.started()
        self.assertEqual(token, new)
        # As it was: nothing happens.
        self.lockstep("agent", "stop")
        watched.see("agent has ended")
        self.lockstep("unlock")
        watched.see("noticed again")
        self.assertNotIn(state(pid), ("Z", None))

    def test_without_an_agent_it_takes_a_file_and_keeps_no_vault_open(self):
        self.lockstep("lock")
        for words in ([], ["--no-input"]):
            watched = self.watch("one", *words, "--", "true")
            self.assertEqual(watched.wait(), 3)
            self.assertIn("lockstep unlock", " ".join(watched.rest()))
        self.lockstep("agent", "stop")
        self.assertEqual(self.watch("one", "--", "true").wait(), 4)
        watched = self.watch("one", "--", "sh", "-c", SERVER, settings={"LOCKSTEP_KEY_FILE": self.settings["LOCKSTEP_KEY_FILE"]})
        watched.started()
        new = self.renew()
        self.assertEqual(watched.started()[1], new)
        links = [os.readlink(f"/proc/{pid}/fd/{number}") for pid in living_children(watched.pid)
                 for number in os.listdir(f"/proc/{pid}/fd")]  # fmt: skip
        self.assertFalse([link for link in links if "vault.db" in link], links)
        self.lockstep("unlock")

    def test_one_process_has_thirty_two_at_most_and_each_says_no_more(self):
        def ask(speaker, *labels):
            body = struct.pack(">HB", REQUESTS, 10)
            body += struct.pack(">I", len(str(self.vault))) + str(self.vault).encode() + struct.pack(">H", len(labels))
            for label in labels:
                body += struct.pack(">I", len(label)) + label.encode()
            speaker.socket.sendall(framed(body))
            return speaker.answer()[0][2]

        speakers = [Speaker(self.socket) for _ in range(33)]
        kinds = [ask(speaker, "one", "none") for speaker in speakers]
        self.assertEqual(kinds, [13] * 32 + [7])
        # One that goes makes room for another.
        speakers[0].socket.close()
        eventually(lambda: ask(speakers[32], "one") == 13, "room")
        self.renew()
        for speaker in speakers[1:]:
            self.assertEqual(speaker.answer()[0][2], 13)
        # Whoever watches asks nothing else.
        speakers[1].socket.sendall(framed(struct.pack(">HB", REQUESTS, 1)))
        with self.assertRaises(ConnectionError):
            while True:
                speakers[1].answer()
        for speaker in speakers[1:]:
            speaker.socket.close()


class OnChange(WatchTest):
    def test_a_command_runs_at_each_change_and_gets_no_token(self):
        words = ["--on-change", "--", "sh", "-c", 'echo "$LOCKSTEP_LABEL is new: $LOCKSTEP_GENERATION $LINODE_TOKEN."']
        watched = self.watch("one", "two", *words)
        eventually(lambda: living_children(watched.pid) == [] and state(watched.pid) == "S")
        watched.see("There is no token 'two' now. Waiting for one.")
        before = self.lockstep("audit", "--json", "--event", "handed-out")
        self.lockstep("revoke", "one", "--yes")
        self.lockstep("create", "one", "--scope", "linodes:ro", "--expiry", "9d")
        watched.see(r"^one is new: \d+ \.$")
        self.lockstep("create", "two", "--scope", "linodes:ro", "--expiry", "9d")
        watched.see(r"^two is new: 1 \.$")
        self.assertEqual(self.lockstep("audit", "--json", "--event", "handed-out"), before)
        watched.send(signal.SIGTERM)
        self.assertEqual(watched.wait(), -signal.SIGTERM)
        self.lockstep("revoke", "two", "--yes")

    def test_one_that_fails_is_told_and_runs_again_at_the_next(self):
        watched = self.watch("one", "--on-change", "--", "sh", "-c", "echo ran; exit 5")
        for _ in range(2):
            eventually(lambda: state(watched.pid) == "S")
            self.renew()
            watched.see("^ran$")
            watched.see(r"failed \(exit code 5\)")
        for words in (["one", "--on-change", "--signal", "HUP"], ["--on-change"], ["one", "--on-change", "--env", "A=one"]):
            self.assertEqual(self.watch(*words, "--", "true").wait(), 2)
