"""record.py FOLDER [NAME...]: writes cases and their answers for the tests of source/analysis/statistics, a JSON file each, a case a line.

What is written here follows the papers, not our code: products over single trials instead of sums of counts, quadrature instead of
special functions, so that a mistake would have to be made twice.
"""

import bisect
import json
import math
import random
import sys
from pathlib import Path

import numpy
import scipy.optimize
import scipy.stats
from scipy.special import kolmogorov

numpy.Inf = numpy.inf  # as NumPy 1 called it, for which ssrm-test was written
from ssrm_test.ssrm_test import sequential_bayes_factors
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

CASES = 200
folder = Path(sys.argv[1])
chance = random.Random()


def record(name, make_case):
    if sys.argv[2:] and name not in sys.argv[2:]:
        return
    chance.seed(name)
    cases = [make_case() for _ in range(CASES)]
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    (folder / f"{name}.json").write_text(f"[\n{lines}\n]\n")
    print(f"{name}: {len(cases)} cases")


def number(low, high):
    """Whole, and as often of each size."""
    return int(math.exp(chance.uniform(math.log(low), math.log(high + 1))))


def share(trials):
    return {"count": chance.choice([0, trials, chance.randint(0, trials), min(trials, number(1, 20))]), "trials": trials}


def level():
    return math.exp(chance.uniform(math.log(1e-6), math.log(0.4)))


def ends(pair):
    return {"lower": float(pair[0]), "upper": float(pair[1])}


def wilson():
    case, alpha = share(number(1, 1_000_000)), level()
    return {**case, "alpha": alpha, "expected": ends(proportion_confint(case["count"], case["trials"], alpha, method="wilson"))}


def exact_share():
    case, alpha = share(number(1, 1_000_000)), level()
    return {**case, "alpha": alpha, "expected": ends(proportion_confint(case["count"], case["trials"], alpha, method="beta"))}


def newcombe():
    one, other, alpha = share(number(1, 100_000)), share(number(1, 100_000)), level()
    found = confint_proportions_2indep(
        one["count"], one["trials"], other["count"], other["trials"], method="newcomb", compare="diff", alpha=alpha, correction=False
    )
    return {"one": one, "other": other, "alpha": alpha, "expected": ends(found)}


def pairs(most=2_000):
    return {
        "bothGood": number(1, most) - 1,
        "bothBad": number(1, most // 10) - 1,
        "better": number(1, most // 20) - 1,
        "worse": number(1, most // 20) - 1,
    }


def newcombe_paired():
    """Newcombe (1998), Statistics in Medicine 17:2635, method 10, in his letters."""
    case, alpha = pairs(), level()
    e, f, g, h = case["bothGood"], case["better"], case["worse"], case["bothBad"]
    n = e + f + g + h
    if n == 0:
        return newcombe_paired()
    l2, u2 = proportion_confint(e + f, n, alpha, method="wilson")
    l3, u3 = proportion_confint(e + g, n, alpha, method="wilson")
    A = (e + f) * (g + h) * (e + g) * (f + h)
    if A == 0:
        phi = 0.0
    else:
        B = e * h - f * g
        C = B - n / 2 if B > n / 2 else 0.0 if B >= 0 else B
        phi = C / math.sqrt(A)
    p2, p3, theta = (e + f) / n, (e + g) / n, (f - g) / n
    delta = math.sqrt((p2 - l2) ** 2 - 2 * phi * (p2 - l2) * (u3 - p3) + (u3 - p3) ** 2)
    epsilon = math.sqrt((p3 - l3) ** 2 - 2 * phi * (p3 - l3) * (u2 - p2) + (u2 - p2) ** 2)
    return {"pairs": case, "alpha": alpha, "expected": ends((theta - delta, theta + epsilon))}


def exact_mcnemar():
    case = pairs(20_000)
    table = [[case["bothGood"], case["worse"]], [case["better"], case["bothBad"]]]
    return {"pairs": case, "expected": float(mcnemar(table, exact=True).pvalue)}


def kolmogorov_smirnov():
    n, m = number(1, 60), number(1, 60)
    spread = chance.choice([0, 0.3, 1])
    digits = chance.choice([1, 6])
    one = [round(chance.gauss(0, 1), digits) for _ in range(n)]
    other = [round(chance.gauss(spread, 1), digits) for _ in range(m)]
    found = scipy.stats.ks_2samp(one, other, method="exact")
    return {"one": one, "other": other, "expected": {"distance": float(found.statistic), "pValue": float(found.pvalue)}}


def kolmogorov_limit():
    """Of 0 … n−1 and the same shifted, whose distance is the shift ÷ n."""
    n = number(1001, 3000)
    shift = chance.randint(1, n // 8)
    return {"size": n, "shift": shift, "expected": float(kolmogorov(shift / n * math.sqrt(n / 2)))}


def stability_index():
    bins = number(2, 30)
    one = [number(1, 2_000) - 1 for _ in range(bins)]
    other = [max(0, count + int(chance.gauss(0, 2 * math.sqrt(count + 1)))) for count in one]
    kept = numpy.array([(a, b) for a, b in zip(one, other) if a + b > 0], dtype=float)
    if len(kept) < 2 or min(kept.sum(axis=0)) == 0:
        return stability_index()
    p, q = ((kept + 0.5) / (kept + 0.5).sum(axis=0)).T
    index = float(scipy.stats.entropy(p, q) + scipy.stats.entropy(q, p))
    n, m = kept.sum(axis=0)
    tail = float(scipy.stats.chi2.sf(index / (1 / n + 1 / m), len(kept) - 1))
    return {"one": one, "other": other, "expected": {"index": index, "pValue": tail}}


def sample_ratio():
    weights = [number(1, 100) for _ in range(chance.choice([2, 2, 3, 4]))]
    requests = number(1, 100_000)
    tilt = [weight * chance.choice([1, 1, 1.1]) for weight in weights]
    drawn = chance.choices(range(len(weights)), tilt, k=requests)
    counts = [drawn.count(version) for version in range(len(weights))]
    expected = requests * numpy.array(weights) / sum(weights)
    if expected.min() >= 5:
        fixed = float(scipy.stats.chisquare(counts, expected).pvalue)
    else:
        tails = []
        for count, weight in zip(counts, weights):
            law = scipy.stats.binom(requests, weight / sum(weights))
            tails.append(min(1, 2 * min(law.cdf(count), law.sf(count - 1))))
        fixed = float(min(1, min(tails) * (1 if len(weights) == 2 else len(weights))))
    factor = sequential_bayes_factors(numpy.array([counts]), numpy.array(weights) / sum(weights))[-1]
    return {"weights": weights, "counts": counts, "expected": {"fixed": fixed, "evidence": math.log(factor)}}


def evidence_of_rates():
    """Robbins' mixture by quadrature: Beta(1, 1) below the limit p, Beta(0.1, 1) above it, against p."""
    limit = math.exp(chance.uniform(math.log(1e-4), math.log(0.5)))
    trials = number(1, 100_000)
    count = min(trials, max(0, round(trials * limit * math.exp(chance.uniform(-1.5, 1.5)))))
    below, above = mixture(count, trials, limit, 1, 1)[0], mixture(count, trials, limit, 0.1, 1)[1]
    return {"count": count, "trials": trials, "limit": limit, "expected": {"below": below, "above": above}}


def mixture(k, n, p, a, b):
    """ln of ∫ (q/p)^k ((1−q)/(1−p))^(n−k) over the part of Beta(a, b) below p, and over that above."""

    def of(low, high):
        def prior(u):
            return -a * numpy.logaddexp(0, -u) - b * numpy.logaddexp(0, u)

        def gain(u):
            return k * (-numpy.logaddexp(0, -u) - math.log(p)) + (n - k) * (-numpy.logaddexp(0, u) - math.log1p(-p))

        return log_integral(lambda u: gain(u) + prior(u), low, high) - log_integral(prior, low, high)

    cut = math.log(p) - math.log1p(-p)
    return of(cut - 700, cut), of(cut, cut + 700)


nodes, node_weights = numpy.polynomial.legendre.leggauss(20)


def log_integral(log_of, low, high):
    """ln ∫ exp(log_of) du over the logit u, by Gauss and Legendre in 400 parts of where the weight lies."""
    for _ in range(4):
        coarse = numpy.linspace(low, high, 20_001)
        heights = log_of(coarse)
        kept = numpy.nonzero(heights > heights.max() - 60)[0]
        low, high = coarse[max(kept[0] - 1, 0)], coarse[min(kept[-1] + 1, 20_000)]
    edges = numpy.linspace(low, high, 401)
    half = numpy.diff(edges)[:, None] / 2
    logs = log_of(edges[:-1, None] + half * (nodes + 1)) + numpy.log(node_weights * half)
    return float(numpy.logaddexp.reduce(logs.ravel()))


def evidence_of_quantiles():
    """Theorem 5 of Howard & Ramdas (2022), one-sided, by quadrature and a scan over all x."""
    quantile = chance.choice([0.5, 0.9, 0.95, 0.99])
    n, m = number(2, 60), number(2, 60)
    factor = chance.choice([1, 1, 1.1, 0.8])
    one = [round(chance.lognormvariate(chance.choice([4, 5, 6]), 0.5), chance.choice([0, 3])) for _ in range(n)]
    other = [round(chance.lognormvariate(4, 0.5), chance.choice([0, 3])) for _ in range(m)]
    a, b = 160 * quantile, 160 * (1 - quantile)
    memory = {}

    def evidence(count, size, side):
        key = (count, size)
        if key not in memory:
            memory[key] = mixture(count, size, quantile, a, b)
        return memory[key][side]

    scan = [-1, *one, *(value * factor for value in other), *(value * factor * (1 + 1e-12) for value in other)]
    least = min(
        evidence(sum(value <= x for value in one), n, 0) + evidence(sum(value * factor < x for value in other), m, 1) for x in scan
    )
    return {"one": one, "other": other, "quantile": quantile, "factor": factor, "expected": least}


def paired_bets():
    """Waudby-Smith & Ramdas (2024): the capital of twenty bets after each pair, one after the other."""
    case = pairs(400)
    difference = chance.choice([0, 0, -0.01, -0.05, 0.02, chance.uniform(-0.5, 0.5)])
    values = [1.0] * case["better"] + [0.5] * (case["bothGood"] + case["bothBad"]) + [0.0] * case["worse"]
    chance.shuffle(values)

    def capital(xs, m):
        bets = [j / 21 / m for j in range(1, 21)]
        purses = [1.0] * 20
        for x in xs:
            purses = [purse * (1 + bet * (x - m)) for purse, bet in zip(purses, bets)]
        return math.log(math.fsum(purses) / 20)

    m = (1 + difference) / 2
    expected = {"better": capital(values, m), "worse": capital([1 - x for x in values], 1 - m)}
    return {"pairs": case, "difference": difference, "expected": expected}


def crossing(holds, fails, enough):
    """Where a quadrature's evidence reaches what is enough."""
    return scipy.optimize.brentq(enough, fails, holds, xtol=1e-13, rtol=1e-13)


def rate_sequence():
    trials, alpha = number(1, 3_000), level()
    count = chance.choice([0, trials, chance.randint(0, trials), min(trials, number(1, 20))])
    enough, seen, tiny = math.log(2 / alpha), count / trials, 1e-9
    below = lambda rate: mixture(count, trials, rate, 1, 1)[0] - enough
    above = lambda rate: mixture(count, trials, rate, 0.1, 1)[1] - enough
    lower = 0 if count == 0 else crossing(seen - tiny, 1e-15, above)
    upper = 1 if count == trials else crossing(seen + tiny, 1 - tiny, below)
    return {"count": count, "trials": trials, "alpha": alpha, "expected": {"lower": lower, "upper": upper}}


def quantile_sequence():
    """Theorem 1 of Howard & Ramdas (2022) for the values 1 … size: the outermost that a one-sided mixture by quadrature does not exclude."""
    quantile, alpha, size = chance.choice([0.5, 0.9, 0.95, 0.99]), chance.choice([0.01, 0.05]), number(1, 3_000)
    a, b, enough = 160 * quantile, 160 * (1 - quantile), math.log(2 / alpha)
    first = bisect.bisect_left(range(size + 1), True, key=lambda k: mixture(k, size, quantile, a, b)[0] < enough)
    last = bisect.bisect_left(range(size + 1), True, key=lambda k: mixture(k, size, quantile, a, b)[1] >= enough)
    expected = {"lower": None if first == 0 else first, "upper": None if last > size else last}
    return {"size": size, "quantile": quantile, "alpha": alpha, "expected": expected}


def bound_test():
    """Waudby-Smith & Ramdas (2024): the capital of forty bets on the shares of intervals, multiplied one after the other."""
    side, limit = chance.choice(["below", "above"]), math.exp(chance.uniform(math.log(1e-3), math.log(0.4)))
    farthest = limit / 50 if side == "below" else min(limit * 50, math.sqrt(limit))
    rates = limit * (farthest / limit) ** ((numpy.arange(40) + 0.5) / 40)
    purses, intervals = numpy.ones(40), []
    for _ in range(number(1, 200)):
        requests = number(1, 500)
        errors = min(requests, chance.choice([0, 0, 0, number(1, 10)]))
        intervals.append([requests, errors])
        bets = (rates - limit) / (limit * (1 - limit))
        purses *= 1 + bets * (errors / requests - limit)
    return {"side": side, "limit": limit, "intervals": intervals, "expected": math.log(purses.mean())}


def paired_sequence():
    case, alpha = pairs(2_000), level()

    def evidence(better, ties, worse, m):
        stakes = numpy.arange(1, 21) / 21
        logs = better * numpy.log(1 + stakes / m * (1 - m)) + ties * numpy.log(1 + stakes / m * (0.5 - m)) + worse * numpy.log(1 - stakes)
        return numpy.logaddexp.reduce(logs) - math.log(20) - math.log(2 / alpha)

    better, ties, worse = case["better"], case["bothGood"] + case["bothBad"], case["worse"]
    if better + ties + worse < 60:
        return paired_sequence()
    lower = crossing(1 - 1e-9, 1e-9, lambda m: evidence(better, ties, worse, m))
    upper = 1 - crossing(1 - 1e-9, 1e-9, lambda m: evidence(worse, ties, better, m))
    return {"pairs": case, "alpha": alpha, "expected": {"lower": 2 * lower - 1, "upper": 2 * upper - 1}}


def count_ratio():
    """Lindon & Malek (2022) for two rates: a binomial's probability for each interval and alternative, by SciPy."""
    margin = chance.choice([None, 0.1, 0.5, 1, 2])
    against, farthest = (1, 50) if margin is None else (1 + margin, (1 + margin) / 4)
    ratios = against * (farthest / against) ** ((numpy.arange(40) + 0.5) / 40)
    intervals = []
    single, bursts = numpy.zeros(40), numpy.zeros(40)
    for _ in range(number(1, 30)):
        own, others = number(1, 300), number(1, 1000)
        own_errors, other_errors = min(own, number(1, 12) - 1), min(others, number(1, 12) - 1)
        intervals.append([own, own_errors, others, other_errors])
        errors = own_errors + other_errors
        if errors == 0:
            continue
        expected = own * against / (own * against + others)
        thetas = own * ratios / (own * ratios + others)
        single += scipy.stats.binom.logpmf(own_errors, errors, thetas) - scipy.stats.binom.logpmf(own_errors, errors, expected)
        share = own_errors / errors
        bursts += numpy.log(share * thetas / expected + (1 - share) * (1 - thetas) / (1 - expected))
    mean = lambda logs: float(numpy.logaddexp.reduce(logs) - math.log(40))
    return {"margin": margin, "intervals": intervals, "expected": {"oneByOne": mean(single), "inBursts": mean(bursts)}}


def exact_test():
    """Requests of the exact conditional test, each binomial from SciPy."""
    ratio, share_, rate = chance.choice([2, 3, 5, 10]), chance.choice([0.05, 0.1, 0.3, 0.5]), chance.choice([0.001, 0.005, 0.02])
    alpha, power = chance.choice([0.01, 0.05]), chance.choice([0.8, 0.9])
    theta = share_ * ratio / (share_ * ratio + 1 - share_)
    errors = numpy.arange(0, 12_000)
    critical = scipy.stats.binom.isf(alpha * (1 + 1e-12), errors, share_)
    of_errors = numpy.where(errors > 0, scipy.stats.binom.sf(critical, errors, theta), 0)

    def power_of(requests):
        return (scipy.stats.poisson.pmf(errors, requests * rate * (share_ * ratio + 1 - share_)) * of_errors).sum()

    low, high = 1, int(10_000 / (rate * (share_ * ratio + 1 - share_)))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power_of(middle) >= power else (middle, high)
    return {"plan": {"errorRate": rate, "ratio": ratio, "share": share_, "alpha": alpha, "power": power}, "expected": high}


record("wilson", wilson)
record("exact-share", exact_share)
record("newcombe", newcombe)
record("newcombe-paired", newcombe_paired)
record("mcnemar", exact_mcnemar)
record("kolmogorov-smirnov", kolmogorov_smirnov)
record("kolmogorov-limit", kolmogorov_limit)
record("stability-index", stability_index)
record("sample-ratio", sample_ratio)
record("rate-bound", evidence_of_rates)
record("rate-sequence", rate_sequence)
record("bound-test", bound_test)
record("quantile-sequence", quantile_sequence)
record("quantiles", evidence_of_quantiles)
record("paired-bets", paired_bets)
record("paired-sequence", paired_sequence)
record("count-ratio", count_ratio)
record("exact-test", exact_test)
