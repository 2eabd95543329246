"""Run as a process of its own: plants people who sign in by the password that is the first line
it reads, then ships the order of each further line; answers when each is done."""

import sys

import django

django.setup()

from handschlag.cli.tests.kern import Company, ship_number  # noqa: E402  needs the apps

Company(sys.stdin.readline().strip())
print("planted", flush=True)
for line in sys.stdin:
    ship_number(line.strip())
    print("shipped", flush=True)
