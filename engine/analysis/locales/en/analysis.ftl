# The words of the analysis page in English. A test holds both files complete.

## The page

title = Reader study
kicker = Analysis of a reader study
training-only = For training and examination only. Not for diagnosis, and no proof of the worth of a medical device.
made-by = Made by { $software }. The page is complete in itself: it loads nothing and runs nothing.
contents = Contents
interval = ({ $lower } to { $upper })
nothing-here = Not estimable: { $reason }.
shown-of = The first { $shown } of { $count } are shown; the tables beside this page hold all of them.
no-reads = There are no reads.
all-readers = All readers
without-ai = Without AI
with-ai = With AI
difference = With − without
each-reader = Each reader
percentage-points = points
of-opportunities =
    { $count ->
        [one] of { $count } opportunity
       *[other] of { $count } opportunities
    }
n-is = n = { $count }
no-opportunity = no opportunity

heading-summary = Summary
heading-readers = Who read what
heading-roc = Telling abnormal from normal
heading-calls = Calls: sensitivity and specificity
heading-lesions = Finding and marking lesions
heading-reliance = What readers did with the advice
heading-time = Time
heading-measured = Measurements
heading-agreement = Agreement between readers
heading-items = Cases and questions as a test
heading-methods = Methods and sources

## The size of the study

count-readers =
    { $count ->
        [one] { $count } reader
       *[other] { $count } readers
    }
count-cases =
    { $count ->
        [one] { $count } case
       *[other] { $count } cases
    }
count-sessions =
    { $count ->
        [one] { $count } sitting
       *[other] { $count } sittings
    }
lead = { $readers }, { $cases } ({ $abnormal } abnormal, { $normal } normal), { $sessions }.
lead-unknown =
    { $count ->
        [one] Of { $count } case nobody knows the truth.
       *[other] Of { $count } cases nobody knows the truth.
    }
compared = Two conditions are compared: “{ $without }” stands for reading without AI, “{ $with }” for reading with it. Differences are always with AI less without it, on the same cases of the same reader wherever there are such.
not-compared = There are not two conditions to compare, one without and one with AI. Each condition stands for itself.
table-reads = Reads by reader and condition
left-out-nothing = No read was left out.
left-out = Left out, and why:
left-out-second-read =
    { $count ->
        [one] { $count } later read of a case that the same reader had read under the same condition before.
       *[other] { $count } later reads of cases that the same reader had read under the same condition before.
    }
left-out-truth-differs =
    { $count ->
        [one] { $count } case about which sittings say different truths: it counts as unknown.
       *[other] { $count } cases about which sittings say different truths: they count as unknown.
    }
left-out-no-truth =
    { $count ->
        [one] { $count } read of a case of unknown truth, for all figures that need the truth.
       *[other] { $count } reads of cases of unknown truth, for all figures that need the truth.
    }
left-out-not-finite =
    { $count ->
        [one] { $count } value that is no finite number.
       *[other] { $count } values that are no finite numbers.
    }
left-out-too-many =
    { $count ->
        [one] { $count } read beyond the most that are analysed.
       *[other] { $count } reads beyond the most that are analysed.
    }

## Conditions

condition-first = First answer, before the AI
condition-first-aided = First answer, AI on screen
condition-unaided = Read alone, no AI
condition-sequential = Final answer, after the AI
condition-concurrent = AI on screen from the start
condition-on-request = AI on request
condition-triage = Worklist ordered by the AI
condition-autonomous-audit = AI signs normals, audited
condition-ai-first-reader = AI as first reader
condition-ai-second-reader = AI as second reader
condition-band-pass = AI decides the clear cases
condition-ai-expert = Rating the AI itself

## Summary

tile-area = Area under the ROC curve
tile-sensitivity = Sensitivity
tile-specificity = Specificity
tile-over-reliance = Over-reliance
tile-time = Time a case, with / without
tiles-note = Large: without AI → with AI. Small: the difference with its 95 % interval in brackets. Over-reliance: how often a right first answer was given up for a wrong AI.
summary-not-compared = This study has no condition with AI beside one without it, so that it says how its readers read, and nothing about what AI changes.
summary-area-better = With AI the readers told abnormal from normal cases better: the area under the ROC curve rose from { $without } to { $with }, by { $change } { $interval }, { $p }.
summary-area-worse = With AI the readers told abnormal from normal cases worse: the area under the ROC curve fell from { $without } to { $with }, by { $change } { $interval }, { $p }.
summary-area-unclear = That AI changes how well these readers tell abnormal from normal cases was not shown: the area under the ROC curve was { $without } without and { $with } with AI, a difference of { $change } { $interval }, { $p }. The interval holds both a loss and a gain.
summary-area-untested = The area under the ROC curve was { $without } without and { $with } with AI. Whether that is more than chance cannot be said: { $reason }.
summary-area-none = How well abnormal and normal cases were told apart cannot be said: { $reason }.
summary-rates = They called { $sensitivity-without } of the abnormal cases abnormal without AI and { $sensitivity-with } with it; of the normal cases they called { $specificity-without } and { $specificity-with } normal.
summary-reliance = Where a reader was wrong at first and the AI was right, the right answer was taken over in { $rair } of { $gains } opportunities. Where the reader was right and the AI was wrong, the right answer was given up in { $over } of { $losses }.
summary-few = With fewer than ten opportunities such a rate says little.
summary-moves =
    { $count ->
        [one] In { $count } decision with advice, { $rescued } went from wrong to right and { $harmed } from right to wrong.
       *[other] In { $count } decisions with advice, { $rescued } went from wrong to right and { $harmed } from right to wrong.
    }
summary-time = With AI a case took { $ratio } times as long as without { $interval }.
summary-time-cumulative = Up to the final answer a case took { $ratio } times as long as up to the first one { $interval }; the first answer’s time is part of it.
summary-one-reader = One reader: the figures speak of this reader on cases like these, and of nobody else.
summary-alone = { $condition }: area under the ROC curve { $area }, sensitivity { $sensitivity }, specificity { $specificity }.

## Figures of merit

figure-auc = Area under the ROC curve
figure-wafroc = wAFROC area
figure-sensitivity = Sensitivity
figure-specificity = Specificity
method-orh = Obuchowski-Rockette with Hillis’ degrees of freedom; jackknife over cases; readers and cases random.
method-u = U-statistics (Gallas), since readers read different cases; readers and cases random.
method-clustered = On the cases that each reader read twice; readers as clusters.
method-one = One reader, readers fixed: paired on the same cases.
population-both = Readers and cases like these
population-cases = These readers, cases like these
population-readers = Readers like these, these cases

## Axes

axis-false-positives = False positive rate (1 − specificity)
axis-sensitivity = Sensitivity
axis-change = { $figure }: with AI − without AI
axis-change-points = { $figure }: with − without AI, percentage points
axis-false-marks = Marks on no lesion, a case
axis-lesions = Share of lesions marked
axis-share = Share of the decisions with the opportunity, %
axis-under = Under-reliance: right AI not followed
axis-over = Over-reliance: wrong AI followed
axis-seconds = Seconds a case, geometric mean (logarithmic)
axis-ratio = Time with AI / time without AI (logarithmic)
axis-mean = Mean of both values{ $unit }
axis-difference = Measured − reference{ $unit }
axis-difficulty = Share of readers who were right
axis-item-rest = Correlation with the other items
worse-with = worse with AI
better-with = better with AI
faster-with = faster with AI
slower-with = slower with AI

## Captions

caption-roc = ROC curves. Thick: mean over readers; thin: each reader. The ring and the square are the calls of all readers together as they were given.
told-roc = ROC curves without and with AI. Areas: { $areas }
caption-points = Operating points of each reader: the calls without AI (ring) and with AI (square), joined by a line. Up and left is better.
caption-forest = { $figure }: each reader’s difference with its 95 % interval; the diamond is the difference over all readers.
told-forest = Forest plot of the readers’ differences: { $figure }
caption-froc = FROC curves. Thick: mean over readers; thin: each reader, ending in a dot where the marks end.
caption-profile = Reliance profile of all readers: shares with 95 % intervals that know whose decisions they are.
caption-map = Reliance of each reader, by number. The lower left corner is where right advice is followed and wrong advice is not.
caption-times = Time a case of each reader without and with AI.
caption-ratios = Ratio of times of each reader with its 95 % interval; the diamond is the mean over readers.
caption-measured = { $question }: { $against }; { $count } pairs. Solid: bias; dashed: limits of agreement; shaded: their 95 % intervals.
caption-agreement = Cohen’s kappa of the calls of each pair of readers: { $condition }. Darker is more agreement.
caption-items = { $items }: how hard each item is and how well it separates readers. A cross is flagged.

## Tables

column-number = No.
column-reader = Reader
column-readers = Readers
column-cases = Cases
column-condition = Condition
column-with-result = With an AI result on screen
column-counts = TP / FN / FP / TN
column-ppv = PPV
column-npv = NPV
column-found-lesions = Lesions marked
column-false-marks = Marks on no lesion, a case
column-moves = Rescued / harmed
column-seconds-without = Seconds without AI
column-seconds-with = Seconds with AI
column-ratio = Ratio
column-kappa = Median kappa of pairs
column-icc = ICC(2,1) of ratings
column-items = Items
column-count = Number
column-alpha = Alpha (KR-20)
column-sem = SEM, items
column-item = Item
column-truth = Truth
column-right = Right
column-item-rest = Item-rest r
column-upper-lower = Upper − lower 27 %
column-flags = Flags
table-areas = Areas under the ROC curve
table-reliance = Reliance by reader
table-times = Times by reader
table-agreement = Agreement by condition
table-reliability = Reliability
table-hardest = The hardest items: { $items }

## Calls, lesions, measurements, time

calls-note = A call is positive from the threshold that the study set for the case rating. PPV and NPV hold at this study’s share of abnormal cases, which is seldom that of a clinic.
lesions-lead = { $cases } cases with { $lesions } lesions were read by all { $readers } readers under the compared conditions; a mark is on a lesion by the rule of the study.
measured-none = No question of this study was answered by a number with a known right value, or twice.
measured-note = Pairs count as independent. Where one reader gives several, the intervals are too narrow; the limits are not touched by that.
measured-against-truth = against the right value ({ $condition })
measured-against-alone = with AI against the same reader without it
bias = Bias{ $unit }
limit-lower = Lower limit of agreement{ $unit }
limit-upper = Upper limit of agreement{ $unit }
time-cumulative = The time with AI includes the time up to the first answer: the same case went on after it. A ratio above 1 is how such a reading is built, and says nothing about a reading with AI from the start.

## Reliance

reliance-none = No decision was given both without and with an AI result on cases of known truth.
reliance-lead =
    { $count ->
        [one] { $count } decision with advice: the AI was right in { $right } and wrong in { $wrong }.
       *[other] { $count } decisions with advice: the AI was right in { $right } and wrong in { $wrong }.
    }
reliance-two-sittings = The answers without and with AI come from different readings, not from before and after the advice in one: a reader’s own change of mind looks like reliance here. Compare the errors on a wrong AI with and without it instead.
short-rair = RAIR
short-under-reliance = Under-reliance
short-rsr = RSR
short-over-reliance = Over-reliance
short-accuracy-on-disagreement = Appropriate
short-switch-fraction = Switched
short-agreement = Agrees with AI
short-commission = Commission
short-omission = Omission
measure-rair = Relative AI reliance: wrong at first, AI right: followed the AI.
measure-under-reliance = Wrong at first, AI right: kept the wrong answer. 1 − RAIR.
measure-rsr = Relative self-reliance: right at first, AI wrong: kept the right answer.
measure-over-reliance = Right at first, AI wrong: gave up the right answer. 1 − RSR.
measure-accuracy-on-disagreement = Appropriate reliance: right in the end where reader and AI differed at first.
measure-switch-fraction = Differed from the AI at first and then took its call.
measure-agreement = The final call is that of the AI, of all decisions.
measure-commission = Normal case, right at first, false alarm of the AI: called abnormal.
measure-omission = Abnormal case, right at first, miss of the AI: called normal.
corner-appropriate = appropriate
corner-self = trusts own answer
corner-blind = follows blindly
corner-inverse = follows when wrong only
fact-rescued = From wrong to right
fact-harmed = From right to wrong
fact-net = Net, of all decisions
fact-dominance = Odds of being right, AI right / AI wrong
fact-kinds = Readers who followed a wrong AI always / at times / never
fact-commission = False positives on false alarms, without → with AI
fact-omission = Misses on misses of the AI, without → with AI

## Items

unit-mm = mm
unit-cm = cm
unit-mm2 = mm²
unit-ml = ml
unit-hu = HU

items-none = No case of known truth was called, and no question was scored.
items-note = Flags: too hard below 20 % right, too easy above 95 %, separates poorly below an item-rest correlation of 0.1, constant where all answers are alike. With few readers these say little about an item. Alpha and SEM describe the set of items for readers like these.
items-calls = Calls, { $condition }
items-questions = Questions, { $condition }
flag-hard = too hard
flag-easy = too easy
flag-poor = separates poorly
flag-constant = constant
flag-other = flagged
truth-abnormal = abnormal
truth-normal = normal
truth-unknown = unknown

## Why there is no figure

reason-too-few = too few { $what }: { $needed } needed, { $found } found
reason-out-of-domain = a value outside its range
reason-constant = all values are equal
reason-missing-cell = not every reader answered every case
reason-duplicate = a value is given twice
reason-not-converged = the iteration did not converge
reason-degenerate = the values allow no such figure
reason-no-variance = nothing varies, so that there is no interval
reason-negative-variance = the estimated variance is negative
reason-perfect = an area of 0 or 1 has no interval
reason-too-large = more readers and cases than this page analyses
reason-no-marks = no reader set a mark
reason-odds = too few changes to bound the odds ratio
counted-cases = cases
counted-abnormal = abnormal cases
counted-normal = normal cases
counted-lesions = lesions
counted-readers = readers
counted-conditions = conditions
counted-items = items
counted-sessions = sittings
counted-observations = observations

## Methods

methods-conditions = Conditions. An answer belongs to the reading mode of its case; in sequential reading the first answer is locked before any AI result is shown and stands for reading without AI. Where the AI is the first reader its result is on screen for the first answer too, which then stands neither for reading without AI nor for reading with it. Of several readings of a case by one reader under one condition the earliest counts. All answers of a condition count, also those for which no AI result came.
methods-rates = Rates of one reader have Wilson’s interval (Wilson, J Am Stat Assoc 1927;22:209); those of all readers one that counts readers as clusters (Rao and Scott, Biometrics 1992;48:577). Paired differences of one reader: Tango, Stat Med 1998;17:891, and McNemar’s test with mid-p.
methods-roc = ROC curves and areas are empirical; no smooth curve is fitted. One reader’s area has DeLong’s variance (Biometrics 1988;44:837), alone on the logit scale. The mean curve averages the readers’ curves along lines of slope −1, so that its area is the mean of theirs (Chen and Samuelson, Br J Radiol 2014;87:20140016).
methods-orh = Several readers, each case read by each under both conditions: Obuchowski and Rockette (Commun Stat Simul Comput 1995;24:285) with the degrees of freedom of Hillis (Stat Med 2007;26:596), for areas, wAFROC areas, sensitivity and specificity. Readers and cases are random unless said otherwise.
methods-unequal = Readers with different cases: U-statistics for areas (Gallas et al., Commun Stat Theory Methods 2009;38:2586); for calls the change on the cases that a reader read twice, with readers as clusters (Obuchowski, Stat Med 1998;17:1495). wAFROC areas use the cases that all readers read.
methods-froc = Marks: FROC curves and the weighted AFROC area with equal weights of a case’s lesions (Chakraborty and Zhai, Med Phys 2016;43:2548). A finding of the AI that was accepted as it stood carries the case rating.
methods-reliance = Reliance by opportunity: RAIR and RSR (Schemmer et al. 2023), switching and agreement (Zhang et al. 2020), commission and omission (Parasuraman and Manzey, Hum Factors 2010;52:381), kinds of readers (Gaube et al., npj Digit Med 2021;4:31), odds of technology dominance by Mantel and Haenszel. A rate without opportunity is not 0: it does not exist.
methods-time = Times are compared by their logarithms: geometric means, the ratio case by case for one reader, the mean of the readers’ log ratios for all, with Student’s interval (Bland and Altman, BMJ 1996;312:1153).
methods-measured = Bias and limits of agreement: Bland and Altman, Lancet 1986;327:307, Stat Methods Med Res 1999;8:135.
methods-agreement = Cohen’s kappa of pairs with the variance of Fleiss, Cohen and Everitt (Psychol Bull 1969;72:323); ICC(2,1), Shrout and Fleiss (Psychol Bull 1979;86:420). Kappa depends on the share of abnormal cases.
methods-items = Classical item statistics; the correlation is with the sum of the other items; groups of 27 % after Kelley (J Educ Psychol 1939;30:17); alpha with Feldt’s interval (Psychometrika 1965;30:357); SEM is the standard deviation of the sums times √(1 − alpha).
methods-limits = Limits. All intervals are 95 %, p values two-sided and not adjusted for several figures: name the main one before the study. A sequential reading can understate both the first answer and the influence of AI. What cannot be estimated is said, with its reason, and never shown as 0.
