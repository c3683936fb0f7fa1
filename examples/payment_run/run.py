"""A payment run that may be killed at any moment and started again: ``python run.py FOLDER --on 2025-09-01``.

It goes in small steps, each in one transaction of the store, and each asks the store what is left to do. So a run that is started
again goes on where the last whole step ended. One step cannot be in a transaction with the store: telling the bank. It is done
between two transactions, and may be done again; the bank knows an instruction by its reference and pays it once.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from awarded import awards, corrected
from bank import Bank
from store import Office

from welfarekit.adapters.bulk.instructing import instructions
from welfarekit.adapters.bulk.reconciling import reconcile_results
from welfarekit.adapters.bulk.sending import mark_sent
from welfarekit.awards.award import Award
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.planning import plan
from welfarekit.awards.recovery import recover, recovery
from welfarekit.awards.reissue import reissue
from welfarekit.dates import add_months
from welfarekit.domain.payment import Payment, PaymentState
from welfarekit.money import Money

FLOOR = Money("300.00", "CNY")


def planned(award: Award, payments: list[Payment], on: dt.date, until: dt.date) -> Ledger:
    """The ledger of an award with all that is to be paid until a day, as known on the day of the run."""
    ledger = Ledger(award.known(on), payments)
    for payment in payments:
        if payment.undelivered and payment.withheld_from is None:
            due_on = on + dt.timedelta(days=9)
            ledger = reissue(ledger, payment.reference, on=on, due_on=due_on, payee=corrected(payment.payee))
    ledger = plan(ledger, until=until, on=on)
    return recover(ledger, recovery(ledger, on=on, floor=FLOOR))


def plan_all(office: Office, count: int, on: dt.date, until: dt.date, steps: int) -> Iterator[str]:
    """Plan from what is stored: what was planned before is found there by its reference, and is not planned again."""
    waiting = awards(count)
    for first in range(0, count, steps):
        with office.transaction():
            for award in waiting[first : first + steps]:
                office.put(planned(award, office.of_award(award.id), on, until).payments)
        yield f"planned {min(first + steps, count)}"


def approve(office: Office, on: dt.date, until: dt.date, steps: int) -> Iterator[str]:
    """Everything that is due in the run; what is withheld together with its payment."""
    after: str | None = ""
    while after is not None:
        with office.transaction():
            found = office.in_state("planned", steps, after)
            due = [payment.moved("approved", on) for payment in found if payment.due_on < until]
            office.put(due)
        after = last(found)
        yield f"approved {len(due)}"


def send(office: Office, on: dt.date, steps: int) -> Iterator[str]:
    """Payments become sent, and the outbox has what the bank has to be told, in one transaction."""
    after: str | None = ""
    while after is not None:
        with office.transaction():
            found = office.in_state("approved", steps, after)
            batch = instructions(found)
            office.put(mark_sent(found, batch, on=on))
            office.queue(batch.bank)
        after = last(found)
        yield f"queued {len(batch.bank)}"


def deliver(office: Office, bank: Bank, steps: int) -> Iterator[str]:
    """Tell the bank, and then note that it was told. Who dies in between tells it again."""
    while found := office.undelivered(steps):
        for reference, amount, account, day in found:
            bank.accept(reference, amount, account, day)
        yield f"told {len(found)}"
        with office.transaction():
            office.delivered(reference for reference, *_ in found)
        yield f"delivered {len(found)}"


def hear(office: Office, bank: Bank, steps: int) -> Iterator[str]:
    """Take the bank's answers. An answer that was taken before moves nothing."""
    after: str | None = ""
    while after is not None:
        with office.transaction():
            found = office.in_state("sent", steps, after)
            heard = reconcile_results(found, bank.answers([payment.reference for payment in found]))
            office.put(heard.moved)
        for problem in heard.problems:
            print(problem)
        after = last(found)
        yield f"answered {len(heard.moved)}"


def last(found: list[Payment]) -> str | None:
    """Where the next step goes on; None at the end."""
    return max((payment.withheld_from or payment.reference for payment in found), default=None)


def carry_out(office: Office, bank: Bank, count: int, steps: int, on: dt.date, until: dt.date, reached: int) -> Iterator[str]:
    """All of one run, from the stage on that it has reached.

    A stage that was broken off is done again from what is stored. One that is over is not: what the bank answers in this run is
    for the next one to plan.
    """
    stages = (
        lambda: plan_all(office, count, on, until, steps),
        lambda: approve(office, on, until, steps),
        lambda: send(office, on, steps),
        lambda: deliver(office, bank, steps),
        lambda: hear(office, bank, steps),
    )
    for number, stage in enumerate(stages[reached:], reached + 1):
        yield from stage()
        office.reach(on, number, finished=number == len(stages))


def main() -> None:
    """Carry out the run that was broken off, if there is one, and the one that is asked for."""
    parser = argparse.ArgumentParser(description="A payment run that can be killed and started again.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--on", type=dt.date.fromisoformat, required=True, help="the first day of the month that is paid")
    parser.add_argument("--families", type=int, default=60)
    parser.add_argument("--steps", type=int, default=8, help="how many payments go into one transaction")
    options = parser.parse_args()
    options.folder.mkdir(exist_ok=True)
    office, bank = Office(options.folder / "office.sqlite"), Bank(options.folder / "bank.sqlite")
    while run := office.begin(options.on, add_months(options.on, 1)):
        for done in carry_out(office, bank, options.families, options.steps, *run):
            print(done, flush=True)
    states = {state.value: len(office.in_state(state, -1)) for state in PaymentState}
    print(", ".join(f"{count} {state}" for state, count in states.items() if count))


if __name__ == "__main__":
    main()
