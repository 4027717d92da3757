#!/usr/bin/env python3
"""Makes pictures with the package captcha (PyPI, 0.7.1), whose defaults most people mean by a CAPTCHA: 160x60, one font,
characters turned by up to 30 degrees, a curve and dots. Each file's name carries its text: 7GX4_000123.png.

    Tests/Peers/captcha_package.py FOLDER --count 20000 --seed 1
    inkling evaluate RUN --dataset FOLDER

The same arguments make the same pictures with one release of the package and of Pillow.
"""

import argparse
import os
import random
import sys
import types


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="where the pictures go; it is made, and must be empty")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--length", default="4", help="4, or 4-6")
    parser.add_argument("--alphabet", default="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    parser.add_argument("--size", default="160x60", help="columns x rows")
    parser.add_argument("--font", action="append", help="a font file in place of the package's own; repeatable")
    arguments = parser.parse_args()

    try:
        import captcha.image
    except ImportError as error:
        print(f"needs the packages captcha and pillow: {error}", file=sys.stderr)
        return 69

    shortest, _, longest = arguments.length.partition("-")
    lengths = range(int(shortest), int(longest or shortest) + 1)
    width, height = (int(side) for side in arguments.size.split("x"))
    os.makedirs(arguments.folder, exist_ok=True)
    if os.listdir(arguments.folder):
        print(f"{arguments.folder} is not empty", file=sys.stderr)
        return 73

    # The package draws from the system's secrets; numbers of a seed make the pictures repeatable, and as varied.
    numbers = random.Random(arguments.seed)
    captcha.image.secrets = types.SimpleNamespace(
        randbelow=numbers.randrange, choice=numbers.choice, randbits=numbers.getrandbits)
    generator = captcha.image.ImageCaptcha(width=width, height=height, fonts=arguments.font)
    digits = len(str(arguments.count - 1))
    for index in range(arguments.count):
        text = "".join(numbers.choice(arguments.alphabet) for _ in range(numbers.choice(lengths)))
        generator.write(text, os.path.join(arguments.folder, f"{text}_{index:0{digits}}.png"))
    print(f"{arguments.count} pictures of {arguments.length} characters in {arguments.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
