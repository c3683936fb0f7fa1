"""The poverty statement: rates of their own day, reductions in points, flows, plans, and what printed figures imply."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import welfarekit as wk
from welfarekit.__main__ import main
from welfarekit.adapters.class_files import read_register
from welfarekit.administration.statements.employment_counts import PlacedWorkers, TrainingClasses
from welfarekit.administration.statements.figures import rounded
from welfarekit.administration.statements.plan_achievement import Plan, achievement
from welfarekit.administration.statements.points import Points
from welfarekit.administration.statements.poverty_register import CLASSES, PoorFlow, poor_flow, poverty_register
from welfarekit.administration.statements.poverty_sentences import flow_table, poverty_text
from welfarekit.administration.statements.poverty_statement import ClassCount, PovertyCount, reduction
from welfarekit.administration.statements.printed_figures import PrintedReduction, implied_households, implied_plans
from welfarekit.errors import DateError, InvalidFacts, WelfarekitError
from welfarekit.language.catalogue import strict
from welfarekit.language.locale import LOCALES

EXAMPLES = Path(__file__).parents[1] / "examples"
END_2022, END_2023 = dt.date(2022, 12, 31), dt.date(2023, 12, 31)
NOW = PovertyCount(END_2023, households=41_504, poor=2_354, near_poor=3_092)
"""A district at the end of 2023, as it was printed."""
BEFORE = PovertyCount(END_2022, households=40_875, poor=3_254, near_poor=3_417)
"""A year before; how many households there were was not printed, and this is in the middle of what is implied."""


# -- the printed figures of a district --


@pytest.mark.parametrize("difference", ["of_printed", "of_exact"])
def test_the_printed_reductions_come_out_in_both_manners(difference: Any) -> None:
    found = [
        (change.points, change.households)
        for change in (reduction(NOW.of(s), BEFORE.of(s), difference=difference) for s in ("poor", "near_poor"))
    ]
    assert found == [(Points("2.29"), 900), (Points("0.91"), 325)]


def test_the_printed_rates_come_out() -> None:
    assert [NOW.of(status).percent() for status in ("poor", "near_poor")] == [Decimal("5.67"), Decimal("7.45")]
    assert [BEFORE.of(status).percent() for status in ("poor", "near_poor")] == [Decimal("7.96"), Decimal("8.36")]
    assert NOW.of("poor").percent() + NOW.of("near_poor").percent() == Decimal("13.12")


def test_the_whole_statement_in_vietnamese() -> None:
    assert poverty_text(NOW, BEFORE).splitlines() == [
        "Tính đến ngày 31 tháng 12 năm 2022, có 40.875 hộ, trong đó 3.254 hộ nghèo (7,96%) và 3.417 hộ cận nghèo (8,36%).",
        "Tính đến ngày 31 tháng 12 năm 2023, có 41.504 hộ, trong đó 2.354 hộ nghèo (5,67%) và 3.092 hộ cận nghèo (7,45%).",
        "Tỷ lệ hộ nghèo giảm 2,29 điểm phần trăm, từ 7,96% xuống 5,67%. Số hộ nghèo giảm 900 hộ.",
        "Tỷ lệ hộ cận nghèo giảm 0,91 điểm phần trăm, từ 8,36% xuống 7,45%. Số hộ cận nghèo giảm 325 hộ.",
        "Mức giảm là hiệu của hai tỷ lệ đã làm tròn; mỗi tỷ lệ tính trên tổng số hộ tại thời điểm của nó.",
    ]


def test_a_naive_share_is_refused_by_the_signature() -> None:
    """900 / 41,504 is 2.17 %, not 2.29: a count of one year over the households of another."""
    naive: list[tuple[Any, ...]] = [(900, 41_504), (900, NOW.of("poor")), (NOW.of("poor"), 41_504), (NOW, BEFORE)]
    for given_instead in naive:
        with pytest.raises(TypeError, match="between two counts of a class, each with the households of its day"):
            reduction(*given_instead)
    with pytest.raises(TypeError):
        reduction(NOW.of("poor"), BEFORE.of("poor"), households=41_504)  # type: ignore[call-arg]
    assert reduction(NOW.of("poor"), BEFORE.of("poor")).points != Points(rounded(Fraction(900 * 100, 41_504), 2))


def test_a_reduction_is_of_one_class_and_forward_in_time() -> None:
    with pytest.raises(WelfarekitError, match="of one class, not from near_poor to poor"):
        reduction(NOW.of("poor"), BEFORE.of("near_poor"))
    for wrong in (NOW.of("poor"), ClassCount("poor", 1, 2, dt.date(2024, 12, 31))):
        with pytest.raises(DateError, match="give the later count first"):
            reduction(NOW.of("poor"), wrong)
    with pytest.raises(WelfarekitError, match="of_printed or of_exact"):
        reduction(NOW.of("poor"), BEFORE.of("poor"), difference="rounded")  # type: ignore[arg-type]


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 4))
def test_the_two_manners_differ_by_one_in_the_last_digit_at_most(a: int, b: int, c: int, d: int, places: int) -> None:
    assume(b <= a and d <= c)
    now, before = ClassCount("poor", b, a, END_2023), ClassCount("poor", d, c, END_2022)
    printed, exact = (
        reduction(now, before, places=places, difference=manner)  # type: ignore[arg-type]
        for manner in ("of_printed", "of_exact")
    )
    assert abs(printed.points.fraction - exact.points.fraction) <= Fraction(1, 10**places)
    assert printed.points.fraction == Fraction(before.percent(places)) - Fraction(now.percent(places))
    assert abs(exact.points.fraction - exact.exact) <= Fraction(1, 2 * 10**places)
    assert printed.exact == 100 * Fraction(d, c) - 100 * Fraction(b, a)


@pytest.mark.parametrize(
    ("count", "problems"),
    [
        ({"households": -1}, ["negative households"]),
        ({"poor": 41_505}, ["out_of_range poor"]),
        ({"poor": 40_000, "near_poor": 1_505}, ["out_of_range poor"]),
        ({"poor": -1, "near_poor": -2}, ["negative poor", "negative near_poor"]),
    ],
)
def test_a_count_that_cannot_be_is_refused_with_everything_wrong(count: dict[str, int], problems: list[str]) -> None:
    with pytest.raises(InvalidFacts) as caught:
        PovertyCount(**({"on": END_2023, "households": 41_504, "poor": 2_354, "near_poor": 3_092} | count))
    assert [f"{problem.code} {problem.path}" for problem in caught.value.problems] == problems


def test_a_rate_needs_whole_numbers_and_households() -> None:
    with pytest.raises(InvalidFacts, match="at least one household"):
        ClassCount("poor", 0, 0, END_2023)
    with pytest.raises(InvalidFacts, match="at most the 2 households"):
        ClassCount("poor", 3, 2, END_2023)
    for wrong in (2354.0, "2354", True):
        with pytest.raises(TypeError, match="a whole number of households"):
            ClassCount("poor", wrong, 41_504, END_2023)  # type: ignore[arg-type]
    with pytest.raises(WelfarekitError, match="households above are not a class of it"):
        NOW.of("average_living")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_direction_has_its_sentence_in_four_languages(locale: str) -> None:
    with strict():
        for poor in (3, 4, 5):
            now = PovertyCount(END_2023, 100, poor, poor)
            assert len(poverty_text(now, PovertyCount(END_2022, 100, 4, 4), locale, difference="of_exact").splitlines()) == 5
    rise = poverty_text(NOW, PovertyCount(END_2022, 41_504, 1, 1), locale)
    assert "-" not in rise.replace("near-poor", ""), "a rise is said, not written as minus"


def test_a_rate_can_rise_while_the_number_falls() -> None:
    text = poverty_text(PovertyCount(END_2023, 80, 9, 0), PovertyCount(END_2022, 100, 10, 0), "en")
    assert "rose by 1.25 percentage points, from 10.00% to 11.25%. The number of poor households fell by 1." in text
    assert "The rate of near-poor households is unchanged at 0.00%. The number of near-poor households is unchanged." in text


# -- what printed figures imply --


def test_the_households_of_the_year_before_follow_from_what_was_printed() -> None:
    poor = PrintedReduction(NOW.of("poor"), "2.29", 900)
    near = PrintedReduction(NOW.of("near_poor"), "0.91", 325)
    assert implied_households(poor) == range(40_854, 40_906)
    assert implied_households(near) == range(40_849, 40_898)
    assert implied_households(poor, near) == range(40_854, 40_898)
    assert len(implied_households(poor, near)) == 44
    assert implied_households(poor, near, difference="of_exact") == range(40_850, 40_897)
    assert NOW.households not in implied_households(poor, near), "a constant base does not give the printed figures"


def test_every_implied_total_gives_the_printed_figures_back_and_its_neighbours_do_not() -> None:
    for difference in ("of_printed", "of_exact"):
        found = implied_households(PrintedReduction(NOW.of("poor"), "2.29", 900), difference=difference)  # type: ignore[arg-type]

        def right(households: int, manner: Any = difference) -> bool:
            before = ClassCount("poor", 3_254, households, END_2022)
            return reduction(NOW.of("poor"), before, difference=manner).points == Points("2.29")

        assert all(map(right, found))
        assert not right(found.start - 1)
        assert not right(found.stop)


@pytest.mark.parametrize(
    ("percent", "actual", "plans"),
    [
        ("142.1", 7_125, range(5_013, 5_016)),
        ("169.6", 7_125, range(4_200, 4_203)),
        ("125.4", 7_125, range(5_680, 5_685)),
        ("134.7", 229, range(170, 171)),  # points in hundredths: 2.29 of 1.70
        ("100", 7_125, range(7_090, 7_161)),
        ("100.0", 7_125, range(7_122, 7_129)),
        ("33.3", 1, range(3, 4)),
        ("70.0", 1, range(0)),
    ],
)
def test_the_plans_that_a_printed_percentage_allows(percent: str, actual: int, plans: range) -> None:
    assert list(implied_plans(percent, actual)) == list(plans)


@given(st.integers(1, 5_000), st.integers(1, 5_000), st.integers(0, 2))
def test_implied_plans_are_all_those_that_give_the_figure(actual: int, plan: int, places: int) -> None:
    printed = rounded(Fraction(100 * actual, plan), places)
    assume(Fraction(printed) > Fraction(1, 2 * 10**places))
    found = implied_plans(str(printed), actual)
    assert plan in found
    for near in (found.start - 1, found.start, found.stop - 1, found.stop):
        if near > 0:
            assert (near in found) == (rounded(Fraction(100 * actual, near), places) == printed)


def test_so_small_a_percentage_tells_nothing() -> None:
    for percent, actual in (("0.0", 5), ("0", 0), ("-3.0", 5)):
        with pytest.raises(WelfarekitError, match="without end"):
            implied_plans(percent, actual)
    with pytest.raises(WelfarekitError, match="at least one"):
        implied_households()
    with pytest.raises(TypeError, match="is a float; write the percentage as a string"):
        implied_plans(142.1, 7_125)  # type: ignore[arg-type]


# -- plans --


@pytest.mark.parametrize(
    ("plan", "percent", "vi"),
    [
        (Plan.of_year(2023, 5_014), "142.1", "đạt 142,1% kế hoạch năm 2023 (5.014 lao động)"),
        (
            Plan.yearly_share(2021, 2025, 4_200), "169.6",
            "đạt 169,6% chỉ tiêu bình quân mỗi năm của kế hoạch 2021 - 2025 (4.200 lao động mỗi năm)",
        ),
        (Plan.same_period(2022, 5_682), "125.4", "đạt 125,4% so với cùng kỳ năm 2022 (5.682 lao động)"),
    ],
)  # fmt: skip
def test_a_percentage_of_a_plan_names_its_base(plan: Plan, percent: str, vi: str) -> None:
    found = achievement(7_125, plan)
    assert found.percent == Decimal(percent)
    assert found.text("vi") == f"7.125 lao động, {vi}."
    assert found.ratio == Fraction(7_125, plan.target)  # type: ignore[arg-type]  # a count
    with strict():
        for locale in LOCALES:
            for noun in ("workers", "households", "persons", "classes", "learners"):
                assert found.text(locale, noun)


def test_the_plan_for_the_reduction_is_in_points() -> None:
    change = reduction(NOW.of("poor"), BEFORE.of("poor"))
    found = achievement(change.points, Plan.of_year(2023, Points("1.70")))
    assert found.percent == Decimal("134.7")
    assert found.text("vi") == "Giảm 2,29 điểm phần trăm, đạt 134,7% kế hoạch năm 2023 (1,70 điểm phần trăm)."
    assert achievement(900, Plan.of_year(2023, 668)).percent == Decimal("134.7"), "the same in households is another plan"


def test_points_and_counts_are_not_compared() -> None:
    with pytest.raises(TypeError, match="the result is in percentage points and the plan is not"):
        achievement(Points("2.29"), Plan.of_year(2023, 668))
    with pytest.raises(TypeError, match="the plan is in percentage points and the result is not"):
        achievement(900, Plan.of_year(2023, Points("1.70")))
    for wrong in (2.29, "2.29", Decimal("2.29"), True):
        with pytest.raises(TypeError, match="a plan is a whole number or Points"):
            achievement(wrong, Plan.of_year(2023, 1))  # type: ignore[arg-type]


def test_a_plan_of_nothing_and_years_in_disorder_are_refused() -> None:
    for target in (0, -5, Points("0.00")):
        with pytest.raises(WelfarekitError, match="a plan is above zero"):
            Plan.of_year(2023, target)
    with pytest.raises(DateError, match="not for 2025 to 2021"):
        Plan.yearly_share(2025, 2021, 4_200)
    with pytest.raises(WelfarekitError, match="'hens' cannot be counted here"):
        achievement(1, Plan.of_year(2023, 1)).text("en", "hens")


def test_points_are_exact_and_keep_their_decimals() -> None:
    import decimal

    with decimal.localcontext(decimal.Context(prec=1)):
        assert Points("7.96") - Points("5.67") == Points("2.29")
        assert str(-Points("1.70")) == "-1.70"
    assert Points("1.7") == Points("1.70")
    assert Points("1.6") < Points("1.70")
    with pytest.raises(TypeError, match="is a float; write the points as a string, Points"):
        Points(2.29)  # type: ignore[arg-type]
    for wrong in ("2,29", "2.29%", "", "NaN", Decimal("Infinity")):
        with pytest.raises(WelfarekitError, match="is no figure"):
            Points(wrong)
    with pytest.raises(TypeError, match="points less points only"):
        Points("1") - 1  # type: ignore[operator]


# -- registers and flows --


def test_a_register_of_determinations_is_counted() -> None:
    def home(number: int, points: tuple[int, int]) -> wk.Household:
        income, lacking = points
        return wk.Household(
            id=f"hh-{number}", place="VN-91-30337", area="rural", income_score=income, deprivation_score=lacking,
            farming=False, members=[wk.Person(id="p1")],
        )  # fmt: skip

    homes = [home(1, (120, 40)), home(2, (130, 20)), home(3, (170, 10)), home(4, (300, 0))]
    answers = [wk.determine("vn.poverty_status", one, on=END_2023) for one in homes]
    register = poverty_register(answers, END_2023)
    assert register == {f"hh-{number}": answer.status for number, answer in enumerate(answers, 1)}
    count = PovertyCount.of_register(END_2023, register)
    assert (count.households, count.poor, count.near_poor) == (4, 1, 1)
    with pytest.raises(InvalidFacts, match="other_day"):
        poverty_register(answers, END_2022)
    other = wk.determine("demo.grain_aid", wk.Household(id="x", place="XD-12", members=[wk.Person(id="p")]), on=END_2023)
    with pytest.raises(InvalidFacts, match=r"\[0\]\.program: unknown_program"):
        poverty_register([other])


def test_everything_wrong_with_a_register_is_told_at_once_and_masked() -> None:
    rows = [("a", "poor"), ("079123456789", "por"), ("a", "none"), ("b", None), ("079123456789", "none")]
    with pytest.raises(InvalidFacts) as caught:
        poverty_register(rows)
    assert [f"{problem.code} {problem.path}" for problem in caught.value.problems] == [
        "not_one_of [1].status", "duplicate_household [2]", "not_settled [3].status", "duplicate_household [4]",
    ]  # fmt: skip
    assert caught.value.problems[0].hint == "did you mean 'poor'?"
    assert "079123456789" not in str(caught.value)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=4, max_size=30).filter(lambda text: text not in CLASSES))
def test_an_unknown_class_is_never_shown_since_it_may_be_a_name(name: str) -> None:
    for text in (name, "Wang Wu", "王小明明", "Tran Van An", "430602199001011234"):
        with pytest.raises(InvalidFacts) as caught:
            poverty_register([("430602199001011234", text)])
        (problem,) = caught.value.problems
        assert (problem.code, problem.path, problem.given) == ("not_one_of", "[0].status", f"a text of {len(text)} characters")
        assert problem.hint in ("", *(f"did you mean '{status}'?" for status in CLASSES))
        assert "430602199001011234" not in str(caught.value)
    with pytest.raises(InvalidFacts, match="did you mean 'near_poor'"):
        poverty_register([("a", "NEAR-POOR")])


STATUSES = st.sampled_from(CLASSES)
REGISTERS = st.dictionaries(st.sampled_from([f"hh-{n}" for n in range(12)]), STATUSES)


@given(REGISTERS, REGISTERS, st.none() | st.sets(st.sampled_from([f"hh-{n}" for n in range(12)])))
def test_the_flow_goes_from_the_first_count_to_the_second(before: Any, now: Any, earlier: Any) -> None:
    flow = poor_flow(before, now, poor_earlier=earlier)
    assert flow.start == list(before.values()).count("poor")
    assert flow.end == list(now.values()).count("poor")
    entered = flow.from_near_poor + flow.fell_back_or_new + flow.other_entries
    assert flow.end == flow.start - flow.to_near_poor - flow.to_above - flow.other_exits + entered
    assert flow.new_poor == flow.end - flow.start + flow.escaped == entered - flow.other_exits
    if earlier is None:
        assert flow.fell_back is flow.newly_poor is None
    else:
        assert (flow.fell_back or 0) + (flow.newly_poor or 0) == flow.fell_back_or_new
    assert flow.start == sum((key in before and before[key] == "poor") for key in {*before, *now})


def test_each_line_of_the_form_has_its_households() -> None:
    before = {
        "a": "poor",
        "b": "poor",
        "c": "poor",
        "d": "poor",
        "e": "near_poor",
        "f": "average_living",
        "g": "none",
        "h": "none",
    }
    now = {
        "a": "poor",
        "b": "near_poor",
        "c": "none",
        "e": "poor",
        "f": "poor",
        "g": "poor",
        "h": "none",
        "i": "poor",
        "j": "none",
    }
    flow = poor_flow(before, now, poor_earlier={"f", "e", "a"})
    assert flow == PoorFlow(
        start=4, to_near_poor=1, to_above=1, other_exits=1, from_near_poor=1, fell_back=1, newly_poor=1, fell_back_or_new=2,
        other_entries=1, end=5,
    )  # fmt: skip
    unknown = poor_flow(before, now)
    assert (unknown.fell_back, unknown.newly_poor, unknown.fell_back_or_new) == (None, None, 2)
    assert [row.rsplit(maxsplit=1) for row in flow_table(flow, "vi").splitlines()] == [
        ["Số hộ nghèo đầu kỳ", "4"], ["Thoát nghèo, trở thành hộ cận nghèo", "-1"], ["Thoát nghèo, vượt chuẩn cận nghèo", "-1"],
        ["Giảm khác (không còn trong danh sách)", "-1"], ["Hộ cận nghèo trở thành hộ nghèo", "1"], ["Tái nghèo", "1"],
        ["Phát sinh nghèo mới", "1"], ["Tăng khác (mới vào danh sách)", "1"], ["Số hộ nghèo cuối kỳ", "5"],
    ]  # fmt: skip
    assert "Tái nghèo hoặc phát sinh" in flow_table(unknown, "vi")
    with strict():
        assert all(
            len(flow_table(one, locale).splitlines()) == 9 - (one is unknown) for one in (flow, unknown) for locale in LOCALES
        )


# -- employment --


def test_workers_abroad_are_among_the_workers() -> None:
    jobs = PlacedWorkers(7_125, overseas=24)
    assert (jobs.workers, jobs.overseas, jobs.at_home) == (7_125, 24, 7_101)
    assert jobs.text() == "Giải quyết việc làm cho 7.125 lao động, trong đó 24 lao động đi làm việc ở nước ngoài."
    with pytest.raises(InvalidFacts, match="overseas: out_of_range"):
        PlacedWorkers(23, overseas=24)


def test_classes_by_field_are_all_the_classes() -> None:
    held = TrainingClasses(non_farm=24, farm=11, learners=1_050)
    assert (held.classes, held.learners_per_class) == (35, 30)
    assert held.text() == (
        "Mở 35 lớp đào tạo nghề (24 lớp phi nông nghiệp, 11 lớp nông nghiệp) cho 1.050 học viên, bình quân 30 học viên một lớp."
    )
    assert TrainingClasses(1, 2, 10).text("en").endswith("10 learners, 3.3 a class.")
    assert TrainingClasses(0, 0, 0).learners_per_class is None
    with pytest.raises(InvalidFacts, match="no class was held"):
        TrainingClasses(0, 0, 5)
    with pytest.raises(InvalidFacts, match="farm: negative"):
        TrainingClasses(1, -1, 5)
    with pytest.raises(TypeError, match="learners is a whole number"):
        TrainingClasses(1, 1, 5.0)  # type: ignore[arg-type]
    with strict():
        assert all(held.text(locale) and PlacedWorkers(5, 1).text(locale) for locale in LOCALES)


# -- the command --


def poverty(capsys: pytest.CaptureFixture[str], *arguments: Any) -> tuple[int, str, str]:
    status = main(["statement", "poverty", *map(str, arguments)])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


SHIPPED = [EXAMPLES / "poverty_2022.csv", EXAMPLES / "poverty_2023.csv", "--on", "2022-12-31", "2023-12-31"]


def test_the_command_gives_the_same_as_text_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = poverty(capsys, *SHIPPED, "--plan", "1.70", "--earlier", EXAMPLES / "poverty_2021.csv")
    assert status == 0
    assert "Tỷ lệ hộ nghèo giảm 1,94 điểm phần trăm, từ 10,00% xuống 8,06%. Số hộ nghèo giảm 1 hộ." in text
    assert "đạt 114,1% kế hoạch năm 2023 (1,70 điểm phần trăm)." in text
    assert "mẫu 7.2 Thông tư 07/2021/TT-BLĐTBXH" in text
    data = json.loads(poverty(capsys, *SHIPPED, "--plan", "1.70", "--format", "json", "--difference", "of_exact")[1])
    assert data["schema"] == "welfarekit.poverty-statement/1"
    assert data["reductions"][0] == {"status": "poor", "points": "1.94", "households": 1}
    assert (data["now"]["poor"], data["now"]["households"], data["now"]["poor_percent"]) == (5, 62, "8.06")
    assert (data["difference"], data["plan"]) == ("of_exact", {"points": "1.70", "percent": "114.1"})
    assert (data["flow"]["fell_back"], data["flow"]["fell_back_or_new"]) == (None, 1)
    assert json.loads(poverty(capsys, *SHIPPED, "--format", "json", "--places", "0")[1])["now"]["poor_percent"] == "8"


def test_the_command_reads_what_assess_writes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    home, day = EXAMPLES / "an_phu.json", "2023-12-31"
    assert main(["assess", str(home), "--on", day, "--program", "vn.poverty_status", "--format", "json"]) == 0
    (tmp_path / "now.jsonl").write_text(capsys.readouterr().out + "\n", "utf-8")
    (tmp_path / "before.jsonl").write_text('{"household": "an-phu-4", "status": "none"}\n', "utf-8")
    found = poverty(capsys, tmp_path / "before.jsonl", tmp_path / "now.jsonl", "--on", "2022-12-31", day, "--locale", "en")
    assert "On 31 December 2023 there are 1 households: 1 poor (100.00%)" in found[1]
    status, out, error = poverty(capsys, tmp_path / "before.jsonl", tmp_path / "now.jsonl", "--on", "2022-12-31", "2024-12-31")
    assert (status, out) == (2, "")
    assert f"{tmp_path / 'now.jsonl'}: line 1: on: other_day: given 2023-12-31, expected 2024-12-31" in error


def test_rows_of_other_programs_are_passed_over_and_only_the_poor_of_earlier_years_fell_back(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    register = tmp_path / "register.csv"
    rows = [
        "household,member,program,status,on",
        "a,,vn.poverty_status,none,2022-12-31",
        "a,p1,vn.social_assistance,,",
        ",p2,vn.social_assistance,,2019-12-31",
        "b,,vn.poverty_status,poor,",
    ]
    register.write_text("\n".join(rows), "utf-8-sig")
    now, earlier = tmp_path / "now.csv", tmp_path / "earlier.csv"
    now.write_text("household,status\na,poor\nb,poor\n", "utf-8")
    days = ("--on", "2022-12-31", "2023-12-31")
    for status, fell_back in (("near_poor", 0), ("poor", 1)):
        earlier.write_text(f"household,status\na,{status}\n", "utf-8")
        data = json.loads(poverty(capsys, register, now, *days, "--earlier", earlier, "--format", "json")[1])
        assert (data["before"]["households"], data["flow"]["fell_back"]) == (2, fell_back)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("b.csv", "household;status\n", "b.csv: line 1: household: missing: given no such column"),
        ("b.csv", "", "b.csv: line 1: status: missing"),
        ("b.csv", "household,status\na,poor\na,none\n", "b.csv: line 3: duplicate_household: given 'a'"),
        ("b.csv", "household,status\n\na,\n", "b.csv: line 3: status: not_settled"),
        ("b.csv", "household,status\na,poor,x\n", "b.csv: line 2: wrong_cells: given 3 cells, expected 2, as many"),
        ("b.csv", "household,status\na\n", "b.csv: line 2: wrong_cells: given 1 cells"),
        ("b.csv", "household,name,status\na,b,none\nb,Nguyễn, Văn,none\n", "line 3: wrong_cells: given 4 cells, expected 3"),
        ("b.csv", 'household,status\na,none\n"b,poor\nc,none\n', "b.csv: line 3: not_closed"),
        ("b.csv", 'household,status\n"a"b,poor\n"c",nix\n', "b.csv: line 2: bad_quotes"),
        ("b.csv", 'household,status\n"a"b,poor\n"c",nix\n', "b.csv: line 3: status: not_one_of"),
        ("b.csv", "household,status,status\n", "b.csv: line 1: status: duplicate: given two columns"),
        ("b.csv", f"household,status\na,none\n{'b' * 200_000},none\n", "line 3: too_large: given a cell of more than 131,072"),
        (
            "b.csv",
            "household,status,on\na,none,2022-12-31\nb,none,Trần\n",
            "line 3: on: other_day: given something that is no day",
        ),
        ("b.csv", "household,status\ra,none\rb,x\r", "b.csv: line 3: status: not_one_of"),
        ("b.csv", 'household,note,status\na,"1\n2",none\nb,,x\n', "b.csv: line 4: status: not_one_of"),
        ("b.csv", "household,status,program\na,por,vn.poverty_status\nb,x,vn.social_assistance\n", "did you mean 'poor'?"),
        ("b.jsonl", "[1]\n", "b.jsonl: line 1: not_an_object"),
        ("b.jsonl", '{"status": "poor"}\n', "b.jsonl: line 1: no_id"),
        (
            "b.jsonl",
            '{"household": "a", "status": "none"}\n\n{"household": "b"\n',
            "b.jsonl: line 3: not_json: given text that breaks off at column 18",
        ),
        ("b.jsonl", '\n{"household": "a", "status": "none", "program": 5}\n', "b.jsonl: line 2: program: wrong_type: given int"),
        ("b.jsonl", '{"household": "a", "status": ["poor"]}\n', "b.jsonl: line 1: status: wrong_type: given list"),
        ("b.csv", "household,status\n", "b.csv: missing: given no household, expected at least one household"),
    ],
)
def test_the_command_says_what_is_wrong_with_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, text: str, words: str
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    status, out, error = poverty(capsys, path, SHIPPED[1], "--on", "2022-12-31", "2023-12-31")
    assert (status, out) == (2, "")
    assert words in error
    assert str(path) in error


@pytest.mark.parametrize("place", [0, 1, 2])
def test_every_error_names_the_file_it_is_about(capsys: pytest.CaptureFixture[str], tmp_path: Path, place: int) -> None:
    files = [tmp_path / name / "register.csv" for name in ("2022", "2023", "2021")]
    for number, file in enumerate(files):
        file.parent.mkdir()
        file.write_text("household,status\na,none\nb,x\n" if number == place else "household,status\na,none\n", "utf-8")
    status, _, error = poverty(capsys, *files[:2], "--on", "2022-12-31", "2023-12-31", "--earlier", files[2])
    assert status == 2
    told = "not_one_of: given a text of 1 characters, expected one of poor, near_poor, average_living, none"
    assert error.splitlines()[1:] == [f"  {files[place]}: line 3: status: {told}"]


def test_everything_wrong_with_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_bytes(b"household,status,on\na,none\nb,\xff,\nc,poor,2021-12-31\n,poor,\nd,,\ne,none,\ne,none,\nf,rich,\n")
    with pytest.raises(InvalidFacts) as caught:
        read_register(path, END_2022)
    assert [f"{problem.path.removeprefix(str(path))} {problem.code}" for problem in caught.value.problems] == [
        ": line 2 wrong_cells", ": line 3 wrong_encoding", ": line 4: on other_day", ": line 5 no_id",
        ": line 6: status not_settled", ": line 8 duplicate_household", ": line 9: status not_one_of",
    ]  # fmt: skip


# -- encodings --

NAMED = 'household,name,status\nhộ-1,Nguyễn Thị Đào,poor\nhộ-2,"Trần\nVăn Ưng",none\n'


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (NAMED, "utf-8", "utf-8"),
        (NAMED, "utf-8-sig", "utf-8"),
        (NAMED, "utf-8-sig", "windows-1258"),
        (NAMED, "utf-8-sig", "gb18030"),
        (NAMED, "gb18030", "gb18030"),
        ("\ufeff" + NAMED, "gb18030", "gb18030"),
        (NAMED, "cp1258", "windows-1258"),
        (NAMED.replace("\n", "\r\n"), "cp1258", "windows-1258"),
    ],
)
def test_a_register_is_read_in_its_encoding(tmp_path: Path, text: str, codec: str, declared: str) -> None:
    path = tmp_path / "b.CSV"
    path.write_bytes(in_bytes(text, codec))
    assert read_register(path, encoding=declared) == {"hộ-1": "poor", "hộ-2": "none"}


def in_bytes(text: str, codec: str) -> bytes:
    """In Windows-1258 the five tones are characters of their own, behind the letter."""
    if codec == "cp1258":
        parts = (normalize("NFD", letter) for letter in text)
        text = "".join(normalize("NFC", part.translate(NO_TONES)) + "".join(t for t in part if t in TONES) for part in parts)
    return text.encode(codec)


TONES = "\u0300\u0301\u0303\u0309\u0323"
NO_TONES = dict.fromkeys(map(ord, TONES))


@pytest.mark.parametrize("codec", ["gb18030", "cp1258", "utf-16"])
def test_a_file_in_another_encoding_is_refused_by_line_and_code(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, codec: str
) -> None:
    path = tmp_path / "b.csv"
    path.write_bytes(in_bytes(NAMED, codec))
    status, out, error = poverty(capsys, path, SHIPPED[1], "--on", "2022-12-31", "2023-12-31")
    assert (status, out) == (2, "")
    line = 1 if codec == "utf-16" else 2
    assert f"{path}: line {line}: wrong_encoding: given a byte in position " in error
    assert "expected text in utf-8; is it --encoding gb18030 or --encoding windows-1258?" in error
    assert "Th" not in error
    if codec != "utf-16":
        declared = "windows-1258" if codec == "cp1258" else codec
        good = poverty(capsys, path, path, "--on", "2022-12-31", "2023-12-31", "--encoding", declared, "--format", "json")
        assert json.loads(good[1])["now"]["poor"] == 1


def test_the_encoding_is_that_of_the_earlier_registers_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    now, earlier = tmp_path / "now.csv", tmp_path / "earlier.csv"
    before = tmp_path / "before.csv"
    for path, status in ((before, "none"), (now, "poor"), (earlier, "poor")):
        path.write_text(f"household,name,status\n户1,王,{status}\n", "gb18030")
    given = (before, now, "--on", "2022-12-31", "2023-12-31", "--earlier", earlier, "--encoding", "gb18030", "--format", "json")
    assert json.loads(poverty(capsys, *given)[1])["flow"]["fell_back"] == 1


def test_a_file_is_read_no_further_after_a_hundred_lines_that_cannot_be_read(tmp_path: Path) -> None:
    for name, line in (("b.csv", b"\xff,poor\n"), ("b.jsonl", b"{\n")):
        path = tmp_path / name
        path.write_bytes((b"household,status\n" if name == "b.csv" else b"") + line * 1_000)
        with pytest.raises(InvalidFacts, match="100 problems"):
            read_register(path)


def test_an_encoding_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WelfarekitError, match="one of utf-8, gb18030, windows-1258, not 'latin-1'"):
        read_register(tmp_path / "b.csv", encoding="latin-1")


@given(st.binary(max_size=60), st.sampled_from(["utf-8", "gb18030", "windows-1258"]), st.sampled_from(["b.csv", "b.jsonl"]))
def test_no_bytes_are_more_than_a_register_or_an_error(given_bytes: bytes, encoding: str, name: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        for begin in (b"", b"household,status\n", b"household,status\na,poor\n"):
            path.write_bytes(begin + given_bytes)
            found, paths = dict[str, str](), [str(path)]
            try:
                found = read_register(path, encoding=encoding)
            except InvalidFacts as error:
                paths = [problem.path for problem in error.problems]
            assert all(each.startswith(str(path)) for each in paths)
            assert set(found.values()) <= set(CLASSES)


# -- decimals --


def test_a_rate_has_twelve_decimals_at_most(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(poverty(capsys, *SHIPPED, "--plan", "1.70", "--places", "12", "--format", "json")[1])
    assert data["reductions"][0]["points"] == "1.935483870968"
    assert poverty(capsys, *SHIPPED, "--places", "12")[0] == 0
    for places in (-1, 13, 30):
        status, out, error = poverty(capsys, *SHIPPED, f"--places={places}")
        assert (status, out, error) == (2, "", f"welfarekit: decimals are 0 to 12, not {places}\n")
        with pytest.raises(WelfarekitError, match="decimals are 0 to 12"):
            reduction(NOW.of("poor"), BEFORE.of("poor"), places=places)
