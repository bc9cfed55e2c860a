# The words of the desk in English. Ids are those of src/words/list.rs.

## What the program is

not-for-diagnosis = Training only, not for diagnosis
unit-mm = mm

## Worklist

worklist-progress = { $signed } of { $count } signed
briefing-heading = Briefing
cases-heading = Cases
case-next = Next
case-waiting = Waiting
open-case = Open
open-next = Open the next case
pause = Pause
resume = Go on
paused-notice = Paused: the clock stands still
finish = Finish the session
abandon = End early
abandon-question = End now? Cases that are not signed will not be graded.
abandon-yes = Yes, end
abandon-no = No, go on

## How far a case is

phase-first-read = First read
phase-awaiting-ai = Locked, AI running
phase-final-read = Final read
phase-signed = Signed

## Viewer: what stands in place of images

viewer-no-case = No case is open
viewer-loading = Opening the images
viewer-failed = The images cannot be shown
viewer-failed-hint = The session goes on: the case can still be answered and signed.
viewer-paused = Paused
viewer-ended = The session is over
viewer-ended-hint = Choose a case in the debrief to see it with the truth.

## Viewer: tools and windows

tool-window = Window
tool-pan = Pan
tool-zoom = Zoom
tool-mark = Mark
tool-length = Length
tool-value = Value
tool-planes = Three planes
tool-fit = Fit
tool-ai-marks = AI marks
tool-keys = Keys
preset-mediastinum = Mediastinum
preset-lung = Lung
preset-bone = Bone
preset-angio = Vessels
preset-liver = Liver
preset-brain = Brain
preset-stroke = Stroke
preset-subdural = Subdural
preset-soft-tissue = Soft tissue
window-of-file = Window { $number }
window-full = All values
series-number = Series { $number }

## Viewer: status line

hint-window = Drag: sideways contrast, up and down brightness. Wheel: slices.
hint-pan = Drag moves the picture. Wheel: slices.
hint-zoom = Drag up to magnify, down to shrink. Wheel: slices.
hint-mark = Click sets a point, dragging a box; drag a mark to move it. Delete takes the selected mark away.
hint-length = Drag to measure. Esc twice clears the measurements.
hint-value = Click reads the value at a point. Esc twice clears the points.

## Viewer: on the images

plane-acquired = As acquired
plane-axial = Axial
plane-coronal = Coronal
plane-sagittal = Sagittal
corner-window = W { $width }  L { $centre }
corner-zoom = Zoom { $zoom }
corner-place = { $place } mm, every { $spacing } mm
corner-slice = Slice { $number } / { $count }
image-mirrored = MIRRORED
ai-overlay-notice = AI marks of { $service }: not for diagnosis
placing-notice = Click or drag where the finding should be; Esc leaves it
marking-closed = Marks cannot be changed now
ai-caption = AI { $number }: { $score }
ai-caption-plain = AI { $number }
category-lung = lung category { $value }
category-breast = breast category { $value }
truth-caption = GT { $size } mm

## Key sheet

key-sheet-title = Mouse and keys
mouse-wheel = Wheel
mouse-wheel-does = Slices; with Ctrl zoom, with Shift ten at once
mouse-left = Left button
mouse-left-does = The tool in hand; twice: one plane or all
mouse-middle = Middle button
mouse-right = Right button
key-presets = Window presets
key-file-window = Windows of the file in turn
key-invert = Black and white swapped
key-step = One slice
key-step-ten = Ten slices
key-ends = First and last slice
key-single = The active plane alone or all
key-pane = Another plane becomes active
key-series = Another series
key-finding = Next AI finding, with Shift the one before
key-overlay = AI marks on and off
key-corner-text = Text on the images on and off
key-delete-mark = Selected mark away
key-cancel = Cancel; then the view as opened

## Report screen: head

report-no-case = No case is open
report-ended = The session is over: see the debrief
history-heading = Clinical question
overrun = Over the time for this case by { $time }

## Report screen: answer

answer-heading = Your answer
answer-locked = Your first answer is locked.
rating-question = How sure are you that there is something to report?
rating-name = Case rating
rating-none = not rated
rating-scale = 0 certainly normal, 100 certainly abnormal; from { $from } on it counts as abnormal.
rating-first = First answer: { $rating } %
marks-count =
    { $count ->
        [0] No marks
        [one] { $count } mark
       *[other] { $count } marks
    }
marks-hint = Take the mark tool (M) and click on the finding, or drag a box around it.
mark-number = Mark { $number }
mark-next = Next mark
mark-delete = Delete
confidence-name = Confidence
lock-button = Lock my first answer
lock-blocked = Before you can lock:
lock-hint = A locked first answer never changes.
blocked-not-rated = rate the case
blocked-not-locked = lock your first answer
blocked-ai-pending = wait for the AI result
blocked-section-empty = write the section “{ $section }”
blocked-no-verdict = decide on AI finding { $number }

## Report screen: AI panel

ai-heading = AI result
ai-not-for-diagnosis = AI, not for diagnosis
ai-running = The service is running
ai-done-findings =
    { $count ->
        [one] Done: { $count } finding
       *[other] Done: { $count } findings
    }
ai-done-none = Done: nothing found
ai-out-of-scope = Not run: out of scope
ai-not-run = Not run
ai-failed = Failed
ai-says-nothing = This says nothing about the images, neither normal nor abnormal.
ai-threshold = threshold { $value }
ai-sensitivity = sensitivity { $value }
ai-specificity = specificity { $value }
ai-false-positives = { $value } false positives a study
ai-dataset = on { $dataset }
ai-study-positive = Study score { $score }: positive (threshold { $threshold })
ai-study-negative = Study score { $score }: negative (threshold { $threshold })
ai-assessed = Looked for: { $codes }
verdict-accept = Accept
verdict-modify = Modify
verdict-reject = Reject
verdict-missing = no decision yet
verdict-place = Set the place in the images
verdict-note = Remark

## AI findings in words

code-nodule = Nodule
code-lung = Lung
code-diameter = Diameter
code-solid-diameter = Diameter of the solid part
side-right = right
side-left = left
side-both = both sides
side-midline = midline
not-run-out-of-scope = The study is not of the kind that the service is for.
not-run-missing-series = A series that the service needs is missing.
not-run-bad-input = The images cannot be used as they are.
not-run-unsupported-age = The patient's age is outside the stated range.
not-run-runtime-missing = There is no inference runtime on this machine.
not-run-model-missing = The model of the service is missing or is not the right one.
not-run-quarantined = The service is quarantined after repeated faults.
failed-bundle = The service's package is damaged or not the one that was approved.
failed-start = The service could not be started.
failed-trap = The service broke off.
failed-deadline = The service took too long and was stopped.
failed-memory = The service wanted more memory than it may have.
failed-output = The service's answer was not usable.
failed-cancelled = The job was cancelled.

## Report screen: report

report-heading = Report
report-unsaved = not saved yet
draft-insert = Insert the AI draft
sign-button = Sign the report
sign-blocked = Before you can sign:
signed-notice = The report is signed.

## Debrief

debrief-waiting = The score is being computed.
debrief-graded = { $graded } of { $count } cases graded
debrief-no-truth = Not graded, truth unknown: { $count }
debrief-not-signed = Not graded, not signed: { $count }
debrief-score = Score
debrief-cases = Case by case
debrief-time = time { $time }
debrief-coverage = { $share } of the slices seen
debrief-show = Show in the viewer
ungraded-no-truth = Not graded: the truth is not known
ungraded-not-signed = Not graded: not signed
score-first = First answer
score-last = Final answer
score-ai = AI alone
score-sensitivity = Lesions found
score-false-positives = False marks a case
score-case-sensitivity = Abnormal cases called abnormal
score-case-specificity = Normal cases called normal
score-intervals = In brackets: 95 % intervals. They are wide on few cases.
score-switches = After the AI: lesions gained { $rescued }, lost { $lost }; false marks gained { $gained }, dropped { $dropped }
score-verdicts = AI findings: right kept { $rightkept }, right rejected { $rightrejected }, wrong kept { $wrongkept }, wrong rejected { $wrongrejected }; your own additions { $supplemented }
reliance-over = Followed the AI from right to wrong: { $value } of { $n }
reliance-under = Kept a wrong answer against a right AI: { $value } of { $n }
reliance-switch = Changed to the AI's answer where you differed: { $value } of { $n }
time-case = Median time a case: { $time }
time-to-reveal = Median time to the AI result: { $time }
time-after-reveal = Median time after the AI result: { $time }
truth-normal = Truth: no lesion
lesion-hit = found
lesion-missed = missed
read-line = { $who }: rating { $rating }, false marks { $false }.
