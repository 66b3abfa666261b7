"""The clock of the recorded board: it makes whole megahertz only."""


class _Clocks:
    def __setattr__(self, name, value):
        object.__setattr__(self, name, float(int(value)))


Clocks = _Clocks()
