import {expect, test} from 'vitest';
import {comparisonReport} from '../../../source/report/comparison/comparison-report.ts';
import {names, origin, unsure, worse} from '../comparison-result.ts';
import {readText} from '../page-parts.ts';

test('a comparison says its verdict first, then why, and then all that it was read from', () => {
	expect(readText(comparisonReport(worse, names, origin))).toBe(`Is wisdom-1 as good as wisdom-0?
✗ Worse
The candidate is right on 92.7 % of 900 inputs, the primary on 94.9 %: 0.6 to 3.9 points fewer.
Right answers
✗ Worse
94.9 % → 92.7 %
worse in class 8
The same answer
94.1 %
847 of 900
interval 92.3–95.5 %
Failed requests
✓ No worse
0 → 2 of 900
Speed
✗ Slower at p50, p95
p50 11 ms → 14 ms
p95 19 ms → 26 ms
Inputs and outputs
✓ The same
Why
By how much the candidate is better or worse. No worse: the whole bar lies right of the margin of 1 %. Error rate of the verdict: 5 %.
[Differences of the candidate from the primary. right answers: −2.2, between −3.9 and −0.6 percentage points; requests that succeed: −0.2, between −0.8 and +0.2 percentage points.]
How long answers took: part of each version's. Thin lines: p95.
wisdom-0 wisdom-1
[How long answers took. p50: 11 ms and 14 ms; p95: 19 ms and 26 ms.]
Failed requests
Version | Requests | Reason
wisdom-1 | 2 | 503 no healthy upstream
Predictions
How often each version is right
Version | Right | Interval
wisdom-0 | 94.9 % (854 of 900) | 93.2–96.2 %
wisdom-1 | 92.7 % (834 of 900) | 90.8–94.2 %
The candidate alone is right on 14 inputs, the primary alone on 34, both on 820, neither on 32. If both were equally good, a split as uneven as 14 to 34 came about with probability 0.0055 (McNemar's exact test; it describes, and decides nothing here).
Right answers by class. ✗ got surely worse.
wisdom-0 wisdom-1
[Right answers by class, primary and candidate. 0: 97.8 %, 98.9 %; 1: 93.3 %, 95.6 %; 2: 96.7 %, 96.7 %; 3: 92.2 %, 93.3 %; 4: 97.8 %, 97.8 %; 5: 95.6 %, 96.7 %; 6: 98.9 %, 98.9 %; 7: 96.7 %, 97.8 %; ✗ 8: 88.9 %, 57.8 %; 9: 91.1 %, 93.3 %.]
How often both versions answer the same, by output
Output | Compared as | The same | Of | Interval | Farthest, 0 to 1
predict | labels | 94.1 % | 847 of 900 | 92.3–95.5 % | 1.000
predict_proba | probabilities | 94.1 % | 847 of 900 | 92.3–95.5 % | 0.971
Confusion by class
A row for what is right, a column for what was answered.
wisdom-0
| 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
0 | 88 | 1 | · | · | · | 1 | · | · | · | ·
1 | · | 84 | 3 | · | · | · | 3 | · | · | ·
2 | · | · | 87 | 2 | · | · | · | 1 | · | ·
3 | · | · | · | 83 | 4 | · | · | · | 3 | ·
4 | · | · | · | · | 88 | 1 | · | · | · | 1
5 | 2 | · | · | · | · | 86 | 2 | · | · | ·
6 | · | · | · | · | · | · | 89 | 1 | · | ·
7 | · | · | 1 | · | · | · | · | 87 | 2 | ·
8 | · | · | · | 5 | · | · | · | · | 80 | 5
9 | 4 | · | · | · | 4 | · | · | · | · | 82
wisdom-1
| 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
0 | 89 | 1 | · | · | · | · | · | · | · | ·
1 | · | 86 | 2 | · | · | · | 2 | · | · | ·
2 | · | · | 87 | 2 | · | · | · | 1 | · | ·
3 | · | · | · | 84 | 3 | · | · | · | 3 | ·
4 | · | · | · | · | 88 | 1 | · | · | · | 1
5 | 1 | · | · | · | · | 87 | 2 | · | · | ·
6 | · | · | · | · | · | · | 89 | 1 | · | ·
7 | · | · | 1 | · | · | · | · | 88 | 1 | ·
8 | · | · | · | 19 | · | · | · | · | 52 | 19
9 | 3 | · | · | · | 3 | · | · | · | · | 84
Speed
Good answers, from the request to the end of the answer
Quantile | wisdom-0 | wisdom-1 | Candidate is
p50 | 11 ms | 14 ms | slower (1.17 to 1.35 times)
p95 | 19 ms | 26 ms | slower (1.12 to 1.71 times)
p99 | 31 ms | 44 ms
max | 58 ms | 96 ms
Where they disagree most
3 of 53 inputs with other answers, the farthest apart first. Long ones are cut.
Input | digits.jsonl:3, 0.900 apart in predict, predict_proba
Right | 8
wisdom-0 | predict: 8 predict_proba: 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.91 0.01
wisdom-1 | predict: 9 predict_proba: 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.91
Request |  [The input as a picture] predict FP32 [1,64]: 0 0 9 15 14 4 0 0 0 4 16 8 9 14 0 0 0 5 16 3 8 15 0 0 0 1 14 15 15 4 0 0 0 0 8 16 14 1 0 0 0 0 15 7 10 11 0 0 0 3 16 2 7 15 0 0 0 0 10 16 15 6 0 0
Input | digits.jsonl:17, 0.900 apart in predict, predict_proba
Right | 8
wisdom-0 | predict: 8 predict_proba: 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.91 0.01
wisdom-1 | predict: 9 predict_proba: 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.91
Request |  [The input as a picture] predict FP32 [1,64]: 0 0 2 12 16 8 0 0 0 0 11 12 7 15 0 0 0 0 12 11 9 14 0 0 0 0 4 16 16 5 0 0 0 0 9 13 14 6 0 0 0 2 16 3 2 15 1 0 0 0 15 6 4 16 0 0 0 0 4 14 16 9 0 0
Input | digits.jsonl:44, 0.900 apart in predict, predict_proba
Right | 8
wisdom-0 | predict: 8 predict_proba: 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.91 0.01
wisdom-1 | predict: 9 predict_proba: 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.91
Request |  [The input as a picture] predict FP32 [1,64]: 0 0 2 12 16 8 0 0 0 0 11 12 7 15 0 0 0 0 12 11 9 14 0 0 0 0 4 16 16 5 0 0 0 0 9 13 14 6 0 0 0 2 16 3 2 15 1 0 0 0 15 6 4 16 0 0 0 0 4 14 16 9 0 0
Drift of predictions
It describes; the verdict is not read from it.
Answers by label. Population stability index 0.087, by chance with probability 0.031
Label | wisdom-0 | wisdom-1
0 | 88 | 89
1 | 84 | 86
2 | 87 | 87
3 | 83 | 84
4 | 88 | 88
5 | 86 | 87
6 | 89 | 89
7 | 87 | 88
8 | 80 | 52
9 | 82 | 84
Output predict_proba: Kolmogorov–Smirnov distance 0.052, by chance with probability 0.18.
How this was made
Command | kubectl iter8 compare wisdom -f digits.jsonl --margin 1% --report wisdom.html -n default
App | wisdom in namespace default
Versions | wisdom-1, the candidate, beside wisdom-0, the primary
Requests | 900 to each version, of 900 different inputs, in 21.4 s
Margin | the candidate may be worse by 1 % of the inputs and still pass
Error rate | a verdict is wrong in at most 5 % of comparisons, with a number of inputs that was fixed before
Answers | numbers agree within 0.001, probabilities by the 1 most probable
Made by | kubectl-iter8 0.1.0, 2026-11-29 16:00 UTC`);
});

test('where it cannot be told, a comparison says what it takes', () => {
	expect(readText(comparisonReport(unsure, names, origin))).toBe(`Is wisdom-1 as good as wisdom-0?
? Not enough data
0 of 200 inputs are answered differently (0 %), of all such inputs 0 % to 1.9 %. It takes about 180 more inputs, about 9 s at 20/s.
The same answer
? 100 %
200 of 200
interval 98.1–100 %
Failed requests
? Not enough data
0 → 2 of 900
Speed
No difference shown
p50 11 ms → 14 ms
p95 19 ms → 26 ms
Inputs and outputs
✓ The same
Why
By how much the candidate is better or worse. No worse: the whole bar lies right of the margin of 1 %. Error rate of the verdict: 5 %.
[Differences of the candidate from the primary. the same answer: 0.0, between −1.9 and 0.0 percentage points; requests that succeed: −0.2, between −1.9 and +1.9 percentage points.]
How long answers took: part of each version's. Thin lines: p95.
wisdom-0 wisdom-1
[How long answers took. p50: 11 ms and 14 ms; p95: 19 ms and 26 ms.]
Failed requests
Version | Requests | Reason
wisdom-1 | 2 | 503 no healthy upstream
Speed
Good answers, from the request to the end of the answer
Quantile | wisdom-0 | wisdom-1 | Candidate is
p50 | 11 ms | 14 ms | not told apart (0.90 to ? times)
p95 | 19 ms | 26 ms | not told apart (0.90 to ? times)
p99 | 31 ms | 44 ms
max | 58 ms | 96 ms
How this was made
Command | kubectl iter8 compare wisdom -f digits.jsonl --margin 1% --report wisdom.html -n default
App | wisdom in namespace default
Versions | wisdom-1, the candidate, beside wisdom-0, the primary
Requests | 200 to each version, of 200 different inputs, in 21.4 s
Margin | the candidate may be worse by 1 % of the inputs and still pass
Error rate | a verdict is wrong in at most 5 % of comparisons, with a number of inputs that was fixed before
Answers | numbers agree within 0.001, probabilities by the 1 most probable
Made by | kubectl-iter8 0.1.0, 2026-11-29 16:00 UTC`);
});
