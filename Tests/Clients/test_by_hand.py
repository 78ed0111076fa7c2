"""Tokens made, picked and revoked by a person at a terminal, key by key."""

import json

from sandbox import BUILT
from terminal import TmuxTest


class ByHand(TmuxTest):
    def start(self, line):
        self.shell()
        self.line(line)

    def known(self):
        return [token["label"] for token in self.json("list")["tokens"]]

    def json(self, *words):
        return json.loads(self.lockstep(*words, "--json"))

    def test_three_scopes_are_chosen_with_the_arrow_keys(self):
        self.start("lockstep create")
        self.see("^Label$")
        self.line("by/hand")
        self.see("When does it expire")
        self.keys("Down", "Enter")
        self.see("Select all")
        self.keys("Down", "Right", "Down", "Down", "Right", "Right", "End")
        self.see("^> VPCs .* - ")
        self.keys("Right")
        self.see("Chosen: account:ro databases:rw vpc:rw")
        self.tmux("resize-window", "-t", self.pane, "-x", "44", "-y", "12")
        self.see(r"^> VPCs +\( \) +-  +\(\*\)")
        self.keys("Enter")
        self.see("can never be changed")
        self.keys("BTab")
        self.see("Chosen: account:ro")
        self.keys("Enter")
        self.see("> Create this token")
        self.keys("Enter")
        self.see("Created 'by/hand'")
        token = self.json("show", "by/hand")
        self.assertEqual(sorted(token["scopes"]), ["account:read_only", "databases:read_write", "vpc:read_write"])

    def test_escape_and_an_interrupt_leave_nothing_at_each_step(self):
        before = self.known()
        steps = (("^Label$", ("x", "y", "Enter")), ("When does it", ("Enter",)), ("Select all", ("Right", "Enter")),
                 ("can never", ()))  # fmt: skip
        self.shell()
        for last in range(len(steps)):
            for key, said in (("Escape", "Nothing was"), ("C-c", "Interrupted")):
                with self.subTest(key, last=last):
                    self.fresh("lockstep create")
                    for pattern, keys in steps[:last]:
                        self.see(pattern)
                        self.keys(*keys)
                    self.see(steps[last][0])
                    self.keys(key)
                    self.see(said)
                    self.line("stty -a | grep -o ' echo ' && echo code=$?")
                    self.see("^code=0$")
        self.assertEqual(self.known(), before)

    def test_ctrl_z_stops_it_and_fg_goes_on(self):
        self.start("lockstep create")
        self.see("^Label$")
        self.keys("a", "C-z")
        self.see("Stopped")
        self.line("stty -a | grep -o ' icanon ' && echo code=$?")
        self.see("^code=0$")
        self.line("fg")
        self.see("^> a_$")
        self.keys("Escape")
        self.see("Nothing was changed")

    def test_what_is_wrong_is_said_at_once(self):
        self.start("lockstep create --expiry 9d --scope linodes:ro")
        self.see("^Label$")
        self.line("one")
        self.see("There is already a token 'one'")
        self.keys("C-u")
        self.keys("Escape")
        self.see("Nothing was")

    def test_a_token_is_picked_by_typing_a_part_of_its_label(self):
        self.lockstep("create", "pick/me", "--scope", "linodes:ro", "--expiry", "9d")
        self.start("lockstep get | wc -c")
        self.see("Which token should be handed out")
        self.keys("m", "e")
        self.see("^> pick/me")
        self.keys("Enter")
        self.see("^65$")
        self.line("lockstep revoke")
        self.see("Which token should be revoked")
        self.keys("p", "i", "c", "Enter")
        self.see(r"\[y/N\]")
        self.line("y")
        self.see("Revoked and purged 'pick/me'")

    def test_what_the_command_line_says_is_in_the_summary(self):
        for form in ("", "--plain"):
            with self.subTest(form):
                self.start(f"clear; lockstep create {form} --expiry never --scope vpc:rw,linodes:ro")
                self.see("^Label")
                self.line(f"said/{len(form)}")
                self.see("can never be changed")
                for line in (f"Label: +said/{len(form)}", "Expires: +never", "Scopes: +vpc:rw,linodes:ro"):
                    self.see(f"^{line}$")
                self.keys("C-c")

    def test_questions_come_line_by_line_with_plain(self):
        self.start("lockstep create --plain")
        self.see("^Label .*:$")
        self.line("by/line")
        self.see("^Number:")
        self.line("1")
        self.see("Scopes, such as")
        self.line("nothing:ro")
        self.see("nothing")
        self.line("linodes:ro vpc:rw")
        self.see("never be changed[^$]*Number:$")
        self.line("1")
        self.see("Created 'by/line'")

    def test_nothing_of_it_appears_where_input_is_no_terminal(self):
        for words in (["create"], ["get"], ["revoke"], ["create", "--no-input"]):
            with self.subTest(words):
                code, out, err = self.run_program(BUILT / "lockstep", *words, env=self.settings)
                self.assertEqual((code, "\x1b" in out + err), (2, False))
