"""Why something is not read."""


class Refused(Exception):
    """word: foreign, newer, altered, wrong-key, older, forked, uncounted or cut; what: the thing that is so."""

    def __init__(self, word, what=""):
        super().__init__(f"{word}: {what}")
        self.word, self.what = word, what


def check(right, what):
    if not right:
        raise Refused("altered", what)
