"""H.264 (ITU-T H.264), just enough of it: a still picture of one colour, constrained baseline.

The first macroblock carries its samples uncoded, every other one is predicted from it without a
residual; each later picture skips all its macroblocks, which repeats the picture before it.
"""

import re

_SLICE, _IDR_SLICE, _SPS, _PPS = 0x61, 0x65, 0x67, 0x68

_LEVELS = ((30, 1_620), (40, 8_192), (51, 36_864), (62, 139_264))
"""Each level with the macroblocks that its pictures may have (table A-1)."""


def level(width: int, height: int) -> int | None:
    """Return the smallest `level_idc` for pictures of these pixels, None if there is none."""
    columns, rows = _macroblocks(width, height)
    fitting = (
        level
        for level, most in _LEVELS
        if columns * rows <= most and max(columns, rows) ** 2 <= 8 * most
    )
    return next(fitting, None)


def parameter_sets(width: int, height: int, level: int) -> tuple[bytes, bytes]:
    """Return the sequence and the picture parameter set, as NAL units."""
    columns, rows = _macroblocks(width, height)
    sequence = "".join(
        (
            f"{66:08b}{0b11000000:08b}{level:08b}",  # constrained baseline
            _ue(0) + _ue(0) + _ue(2),  # id, 4 bits of frame_num, output in decoding order
            _ue(1) + "0",  # one reference picture, no gaps
            _ue(columns - 1) + _ue(rows - 1) + "11",  # frames only, direct_8x8_inference
            # Cropped at the right and the bottom, counted in chroma samples.
            "1" + _ue(0) + _ue((columns * 16 - width) // 2),
            _ue(0) + _ue((rows * 16 - height) // 2),
            "0",  # no usability information
        )
    )
    # id, sequence id, CAVLC, one slice group, one reference, no weights, quantizers, no extras
    picture = _ue(0) + _ue(0) + "00" + _ue(0) * 3 + "000" + _ue(0) * 3 + "000"
    return _unit(_SPS, sequence), _unit(_PPS, picture)


def still(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """Return the first picture as a NAL unit; `colour` is Y, Cb and Cr, none of them 0."""
    columns, rows = _macroblocks(width, height)
    # first macroblock, I slice, parameter set, frame_num, idr_pic_id, two flags, quantizer
    bits = _ue(0) + _ue(7) + _ue(0) + "0000" + _ue(0) + "00" + _ue(0)
    bits += _ue(25)  # I_PCM
    bits += "0" * (-len(bits) % 8)
    bits += "".join(f"{sample:08b}" * n for sample, n in zip(colour, (256, 64, 64), strict=True))
    # Intra 16x16 predicted as the mean, chroma too, quantizer kept; then coeff_token for no
    # coefficients, whose code is longer beside the first macroblock, which counts as full (9.2.1).
    predicted = _ue(3) + _ue(0) + _ue(0)
    codes = [predicted + "1"] * (columns * rows - 1)
    if columns > 1:
        codes[0] = predicted + "000011"
    if rows > 1:
        codes[columns - 1] = predicted + "000011"
    return _unit(_IDR_SLICE, bits + "".join(codes))


def repeated(width: int, height: int, number: int) -> bytes:
    """Return a picture that shows the one before it again; it is the `number`th after the first."""
    columns, rows = _macroblocks(width, height)
    # first macroblock, P slice, parameter set, frame_num, three flags, quantizer, skipped run
    bits = _ue(0) + _ue(5) + _ue(0) + f"{number % 16:04b}" + "000" + _ue(0) + _ue(columns * rows)
    return _unit(_SLICE, bits)


def _macroblocks(width: int, height: int) -> tuple[int, int]:
    return -(-width // 16), -(-height // 16)


def _ue(value: int) -> str:
    """Return the bits of an unsigned Exp-Golomb code (9.1); that of 0 is also the signed 0."""
    coded = f"{value + 1:b}"
    return "0" * (len(coded) - 1) + coded


def _unit(header: int, bits: str) -> bytes:
    """Return a NAL unit (7.3.1): stop bit added, and nothing in it that looks like a start code."""
    bits += "1"
    bits += "0" * (-len(bits) % 8)
    raw = int(bits, 2).to_bytes(len(bits) // 8, "big")
    return bytes((header,)) + re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", raw)
