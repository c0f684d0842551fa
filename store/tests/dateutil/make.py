#!/usr/bin/env python3
"""Writes recurrences.txt: what python-dateutil makes of 2,000 rules in zones whose clocks change.

    pip install python-dateutil==2.9.0.post0
    python3 make.py > recurrences.txt

The same seed gives the same file as long as the tz database of the machine foresees the same clocks. The test beside
`store/src/series/expand.rs` reads it; it is made anew only when rules of another form are to be compared.

A line is `zone|start|rule|through|instants`: the start on the wall of the zone, the rule as another calendar may write
it, the last date that is compared, and when the occurrences up to it begin: the minutes since 1970 of the first, then
from each to the next, in base 36. A time that the clocks skip takes the offset before the gap, and of one that happens
twice it is the first (RFC 5545 section 3.3.5).
"""

import random
from datetime import date, datetime, timedelta, timezone

from dateutil import tz
from dateutil.rrule import rrulestr

SEED = 5545
RULES = 2_000
# As many occurrences of a rule as are compared.
MOST = 40
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
# An hour, half an hour or two of summer time, at two o'clock or at midnight, north and south; and some without.
ZONES = [
    "Europe/Berlin", "Europe/London", "Europe/Moscow", "America/New_York", "America/St_Johns", "America/Havana",
    "America/Sao_Paulo", "America/Santiago", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Beirut", "Australia/Sydney",
    "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham", "Antarctica/Troll", "Asia/Yekaterinburg", "UTC",
]
FIRST_YEAR, LAST_YEAR = 2024, 2034
# dateutil knows no clocks that change after 2037.
END = date(2036, 12, 31)


def changes(zone):
    """The dates on which the clocks of a zone change."""
    day, found = date(FIRST_YEAR, 1, 1), []
    noon = lambda day: datetime(day.year, day.month, day.day, 12, tzinfo=zone).utcoffset()
    while day.year < LAST_YEAR:
        if noon(day) != noon(day + timedelta(days=1)):
            found.append(day + timedelta(days=1))
        day += timedelta(days=1)
    return found


def start(dice, change_days):
    """Often shortly before the clocks change, at an hour that is skipped or happens twice."""
    if change_days and dice.random() < 0.6:
        day = dice.choice(change_days) - timedelta(days=dice.randrange(0, 21))
        hour, minute = dice.randrange(0, 4), dice.choice([0, 15, 30, 45])
    else:
        day = date(FIRST_YEAR, 1, 1) + timedelta(days=dice.randrange(0, 365 * (LAST_YEAR - FIRST_YEAR)))
        hour, minute = dice.randrange(0, 24), dice.choice([0, 10, 30, 59])
    return datetime(day.year, day.month, day.day, hour, minute)


def rule(dice):
    day = lambda: dice.choice([dice.randrange(1, 32), -dice.randrange(1, 32)])
    nth = lambda: dice.choice([1, 2, 3, 4, 5, -1])
    month = lambda: dice.randrange(1, 13)
    form = dice.randrange(0, 12)
    parts = {
        0: lambda: ["FREQ=DAILY"],
        1: lambda: ["FREQ=DAILY"],
        2: lambda: ["FREQ=WEEKLY"],
        3: lambda: ["FREQ=WEEKLY", "BYDAY=" + ",".join(dice.sample(DAYS, dice.randrange(1, 8)))],
        4: lambda: ["FREQ=WEEKLY", "BYDAY=" + ",".join(dice.sample(DAYS, dice.randrange(1, 4)))],
        5: lambda: ["FREQ=MONTHLY"],
        6: lambda: ["FREQ=MONTHLY", f"BYMONTHDAY={day()}"],
        7: lambda: ["FREQ=MONTHLY", f"BYDAY={nth()}{dice.choice(DAYS)}"],
        8: lambda: ["FREQ=MONTHLY", f"BYDAY={dice.choice(DAYS)}", f"BYSETPOS={nth()}"],
        9: lambda: ["FREQ=YEARLY"],
        10: lambda: ["FREQ=YEARLY", f"BYMONTH={month()}", f"BYMONTHDAY={dice.randrange(1, 29)}"],
        11: lambda: ["FREQ=YEARLY", f"BYMONTH={month()}", f"BYDAY={nth()}{dice.choice(DAYS)}"],
    }[form]()
    if dice.random() < 0.5:
        parts.append(f"INTERVAL={dice.randrange(1, 8)}")
    if dice.random() < 0.4:
        parts.append("WKST=" + dice.choice(["SU", "MO"]))
    return parts


def end(dice, begins, zone):
    """The end of a rule as it is written, and as dateutil takes it for a start in the zone."""
    kind = dice.randrange(0, 5)
    if kind == 0:
        return f"COUNT={dice.randrange(1, 30)}", None
    last = begins + timedelta(days=dice.randrange(0, 900), minutes=dice.randrange(0, 1440))
    if kind == 1:
        return f"UNTIL={last:%Y%m%d}", datetime(last.year, last.month, last.day, 23, 59, 59, tzinfo=zone)
    if kind == 2:
        return f"UNTIL={last:%Y%m%dT%H%M%S}", last.replace(tzinfo=zone)
    if kind == 3:
        last = last.replace(tzinfo=timezone.utc)
        return f"UNTIL={last:%Y%m%dT%H%M%S}Z", last
    return None, None


def base36(number):
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if number == 0:
            return digits


def line(dice, zones):
    name = dice.choice(ZONES)
    zone, change_days = zones[name]
    begins = start(dice, change_days)
    parts = rule(dice)
    written, until = end(dice, begins, zone)
    counted = [written] if written and written.startswith("COUNT") else []
    # dateutil goes through the rule on the wall; the end is compared as an instant.
    expansion = rrulestr(";".join(parts + counted), dtstart=begins)
    walls = []
    for wall in expansion:
        at = tz.resolve_imaginary(wall.replace(tzinfo=zone))
        if len(walls) == MOST or wall.date() > END or (until and at > until):
            break
        walls.append((wall, at))
    ended = len(walls) < MOST
    through = END if ended else walls[-1][0].date()
    minutes = [int(at.timestamp()) // 60 for _, at in walls]
    apart = minutes[:1] + [later - sooner for sooner, later in zip(minutes, minutes[1:])]
    text = ";".join(parts + ([written] if written else []))
    return f"{name}|{begins:%Y-%m-%dT%H:%M}|{text}|{through}|{' '.join(map(base36, apart))}"


def main():
    dice = random.Random(SEED)
    zones = {name: (tz.gettz(name), changes(tz.gettz(name))) for name in ZONES}
    for _ in range(RULES):
        print(line(dice, zones))


main()
