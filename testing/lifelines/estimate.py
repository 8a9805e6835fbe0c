"""What the Python package lifelines says of durations: curves with their intervals, and how groups compare.

Reads from standard input a list of cases, each of two groups, each a list of [seconds, has ended], and writes of each case
the curves of both groups, as [seconds, share left, low, high], their medians (null where never reached), and the log-rank
statistic with its p.
"""

import json
import math
import sys
import warnings

from lifelines import KaplanMeierFitter
from lifelines.statistics import logrank_test

# Says of small groups that they are small.
warnings.simplefilter("ignore")


def curve(group):
    seconds, ended = zip(*group)
    fitter = KaplanMeierFitter().fit(seconds, ended)
    shares = fitter.survival_function_["KM_estimate"]
    interval = fitter.confidence_interval_
    steps = [
        [after, left, *interval.loc[after]]
        for after, left in shares.items()
        if fitter.event_table.loc[after, "observed"] > 0
    ]
    median = fitter.median_survival_time_
    return {"steps": steps, "median": None if math.isinf(median) else median}


def case(groups):
    (one, one_ended), (other, other_ended) = [zip(*group) for group in groups]
    test = logrank_test(one, other, one_ended, other_ended)
    return {"curves": [curve(group) for group in groups], "statistic": test.test_statistic, "p": test.p_value}


json.dump([case(groups) for groups in json.load(sys.stdin)], sys.stdout)
