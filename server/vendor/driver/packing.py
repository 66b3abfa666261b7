"""Values to the words of a port, and back, bit for bit as the hardware has them.

A frame is its values in H, W, C order, each in the bits of its type, least significant bit first, zeros behind them up to
whole words. A bipolar value is one bit (1 = +1), other types are two's complement or unsigned. Words lie in memory with
their least significant byte first, so a frame is one row of bits.
"""

try:
    import numpy
except ImportError:  # the slow way needs nothing
    numpy = None


def frame_bytes(port):
    """Bytes of one frame on a port."""
    return port["wordBytes"] * port["words"]


def values_of_frame(port):
    height, width, channels = port["shape"]
    return height * width * channels


def pack(port, values):
    """The bytes of one frame from its values in H, W, C order. Raises ValueError for what the type does not hold."""
    values = [int(value) for value in values]
    if len(values) != values_of_frame(port):
        raise ValueError("%s takes %d values a frame, not %d" % (port["layer"], values_of_frame(port), len(values)))
    kind = port["type"]
    codes = []
    for value in values:
        if value < kind["lo"] or value > kind["hi"] or (kind["bipolar"] and value == 0):
            raise ValueError("%s is %s, which has no value %d" % (port["layer"], kind["name"], value))
        codes.append(int(value > 0) if kind["bipolar"] else value & (2 ** kind["bits"] - 1))
    digits = "".join(format(code, "0%db" % kind["bits"]) for code in reversed(codes))
    return int(digits, 2).to_bytes(frame_bytes(port), "little")


def unpack(port, data):
    """The values of one frame in H, W, C order, from its bytes."""
    kind = port["type"]
    mask = 2 ** kind["bits"] - 1
    digits = format(int.from_bytes(bytes(data), "little"), "0%db" % (8 * frame_bytes(port)))
    values = []
    for at in range(values_of_frame(port)):
        end = len(digits) - at * kind["bits"]
        code = int(digits[end - kind["bits"] : end], 2)
        if kind["bipolar"]:
            values.append(1 if code else -1)
        elif kind["signed"] and code > mask >> 1:
            values.append(code - mask - 1)
        else:
            values.append(code)
    return values


def pack_frames(port, frames):
    """numpy only: [N, H, W, C] whole numbers to [N, bytes of a frame] of uint8."""
    frames = numpy.asarray(frames)
    count = len(frames)
    if frames.size != count * values_of_frame(port):
        raise ValueError(
            "%s takes frames of %s values, not an array of %s" % (port["layer"], port["shape"], list(frames.shape))
        )
    if frames.dtype.kind == "f" and not numpy.array_equal(frames, numpy.floor(frames)):
        raise ValueError("%s takes whole numbers" % port["layer"])
    kind = port["type"]
    codes = frames.reshape(count, -1).astype(numpy.int64)
    wrong = (codes < kind["lo"]) | (codes > kind["hi"]) | ((codes == 0) if kind["bipolar"] else False)
    if wrong.any():
        raise ValueError("%s is %s, which has no value %d" % (port["layer"], kind["name"], codes[wrong][0]))
    if kind["bipolar"]:
        codes = (codes > 0).astype(numpy.int64)
    size = frame_bytes(port)
    bits = numpy.zeros((count, size * 8), dtype=numpy.uint8)
    used = codes.shape[1] * kind["bits"]
    bits[:, :used] = ((codes[:, :, None] >> numpy.arange(kind["bits"])) & 1).reshape(count, used)
    # packbits puts the first of eight into the highest bit (before numpy 1.17 there is no other way).
    return numpy.packbits(bits.reshape(count, size, 8)[:, :, ::-1], axis=2).reshape(count, size)


def unpack_frames(port, data):
    """numpy only: [N, bytes of a frame] of uint8 to [N, H, W, C] of int32."""
    data = numpy.ascontiguousarray(data, dtype=numpy.uint8)
    count = len(data)
    kind = port["type"]
    used = values_of_frame(port) * kind["bits"]
    bits = numpy.unpackbits(data.reshape(count, -1, 1), axis=2)[:, :, ::-1].reshape(count, -1)[:, :used]
    weights = 2 ** numpy.arange(kind["bits"], dtype=numpy.int64)
    codes = (bits.reshape(count, -1, kind["bits"]).astype(numpy.int64) * weights).sum(axis=2)
    if kind["bipolar"]:
        codes = codes * 2 - 1
    elif kind["signed"]:
        codes = numpy.where(codes > weights.sum() >> 1, codes - weights.sum() - 1, codes)
    return codes.astype(numpy.int32).reshape([count] + list(port["shape"]))


def read_words(lines, word_bytes):
    """The bytes of words that are written as hexadecimal digits, one a line."""
    return b"".join(int(line, 16).to_bytes(word_bytes, "little") for line in lines)


def read_parameters(path, design, streamed=None):
    """The bytes of a file of parameters. Raises ValueError for one of another design, or of another training than the weights
    whose hash is `streamed`, or that is cut off."""
    with open(path) as file:
        lines = file.read().split("\n")
    heads = [line.split(" ") for line in lines[:2]]
    if [head[::2] for head in heads] not in ([["design"], ["words"]], [["design", "weights"], ["words"]]):
        raise ValueError("%s is no file of parameters (tb/parameters.txt of a generated project)" % path)
    if heads[0][1] != design:
        raise ValueError(
            "%s is for another design: generate it from the network, target and fixed weights of this bitstream" % path
        )
    if streamed is not None and heads[0][3:] not in ([], [streamed]):
        raise ValueError(
            "%s is of another training than the weights that are streamed: copy driver/weights of its project, too" % path
        )
    words = lines[2:-1]
    if len(words) != int(heads[1][1]) or lines[-1] != "":
        raise ValueError("%s is cut off: it has %d words, not %s" % (path, len(words), heads[1][1]))
    return read_words(words, 4)


def with_layer(data, other, layer, layers):
    """The parameters `data` with those of one layer taken from `other`. Raises ValueError where that layer loads none."""
    for each in layers:
        if each["layer"] == layer:
            first, end = 4 * each["first"], 4 * (each["first"] + each["words"])
            return data[:first] + other[first:end] + data[end:]
    raise ValueError("%s loads no parameters; those that do: %s" % (layer, ", ".join(each["layer"] for each in layers)))


def read_vectors(path, ports):
    """Golden vectors (tb/vectors.txt): by port name, the bytes of its frames, one behind the other, and their number."""
    with open(path) as file:
        lines = file.read().split("\n")
    count = int(lines[0].split()[1])
    expected = lines[1].split()[1] != "0"
    found = {port["name"]: b"" for port in ports}
    at = 2
    for _ in range(count):
        for port in ports:
            if port["direction"] == "output" and not expected:
                continue
            found[port["name"]] += read_words(lines[at : at + port["words"]], port["wordBytes"])
            at += port["words"]
    return count, found
