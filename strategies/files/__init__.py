"""Real media files for uploads: small, valid, of a chosen width and height, padded to any size.

Written by hand, byte by byte, so that what is uploaded needs no image or video library, and a file
of half a gigabyte costs no memory. `sniff` in `openapi/media.py` reads back what is written here.
"""

from ._jpeg import jpeg
from ._media_file import SEEDS, MediaFile
from ._mp4 import mp4
from ._png import png

__all__ = ["SEEDS", "MediaFile", "jpeg", "mp4", "png"]
