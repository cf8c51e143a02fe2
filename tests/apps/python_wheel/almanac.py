import calendar


def main():
    print(calendar.month(2024, 2).splitlines()[0].strip())
