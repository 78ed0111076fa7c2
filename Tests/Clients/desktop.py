"""Desktops that nobody sees, and their clipboards: an X server's (Xvfb), and a Wayland compositor's (sway without a screen).

Each names the programs that it needs, and those among them that lockstep starts (`programs`); once it is started, what
names it in the environment (`variables`). `put` and `held` set and read its clipboard from outside.
"""

import os
import shutil
import subprocess
import tempfile
import unittest

from unprivileged import BECOME, USER
from waiting import eventually


class X11:
    needs = ["Xvfb", "xclip"]
    programs = ["xclip"]

    def start(self):
        source, target = os.pipe()
        words = ["Xvfb", "-displayfd", str(target), "-screen", "0", "64x64x8", "-nolisten", "tcp"]
        self.server = subprocess.Popen(words, pass_fds=[target], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(target)
        with open(source) as display:
            self.variables = {"DISPLAY": ":" + display.readline().strip()}

    def put(self, text):
        self.run(["xclip", "-selection", "clipboard", "-in"], input=text)

    def held(self):
        return self.run(["xclip", "-selection", "clipboard", "-out"]).stdout

    def run(self, words, **more):
        # What stays behind to give the clipboard away keeps its standard error: that is no pipe of ours.
        output = subprocess.DEVNULL if "input" in more else subprocess.PIPE
        return subprocess.run(words, env=os.environ | self.variables | {"PATH": os.environ["PATH"]}, stdout=output,
                              stderr=subprocess.DEVNULL, timeout=20, **more)  # fmt: skip

    def stop(self):
        self.server.terminate()
        self.server.wait(20)


class X11WithXsel(X11):
    """Where xsel can be found and xclip cannot."""

    needs = ["Xvfb", "xclip", "xsel"]
    programs = ["xsel"]

    def start(self):
        super().start()
        self.folder = tempfile.mkdtemp()
        os.symlink(shutil.which("xsel"), f"{self.folder}/xsel")
        self.variables["PATH"] = self.folder

    def stop(self):
        super().stop()
        shutil.rmtree(self.folder)


class Wayland(X11):
    needs = ["sway", "wl-copy", "wl-paste", "setpriv"]
    programs = ["wl-copy", "wl-paste"]

    def start(self):
        # The compositor does not run as root; its socket's path is short.
        self.folder = tempfile.mkdtemp(prefix="w")
        become = BECOME if os.geteuid() == 0 else []
        if become:
            os.chown(self.folder, USER, USER)
        surroundings = {"XDG_RUNTIME_DIR": self.folder, "WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman",
                        "WLR_LIBINPUT_NO_DEVICES": "1", "PATH": os.environ["PATH"], "HOME": self.folder}  # fmt: skip
        self.server = subprocess.Popen([*become, "sway", "-c", "/dev/null"], env=surroundings, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)  # fmt: skip
        self.variables = {"XDG_RUNTIME_DIR": self.folder, "WAYLAND_DISPLAY": "wayland-1"}
        eventually(lambda: self.server.poll() is not None or self.run(["wl-copy", "--clear"], input=b"").returncode == 0)
        if self.server.poll() is not None:
            raise unittest.SkipTest("sway does not start here")

    def put(self, text):
        self.run(["wl-copy"], input=text)

    def held(self):
        return self.run(["wl-paste", "--no-newline"]).stdout

    def stop(self):
        super().stop()
        shutil.rmtree(self.folder)
