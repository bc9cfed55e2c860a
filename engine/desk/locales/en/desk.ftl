# The words of the desk in English. Ids are those of src/words/list.rs.

## What the program is

not-for-diagnosis = Training only, not for diagnosis
unit-mm = mm
unit-mm-at-detector = mm at detector
unit-pixels = px, not calibrated
unit-mm2 = mm²
unit-mm2-at-detector = mm² at detector
unit-pixels2 = px², not calibrated
unit-mm3 = mm³
unit-ml = ml
unit-kv = kV
unit-mas = mAs

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
tool-scroll = Slices
tool-crosshair = Crosshair
tool-bidirectional = Two diameters
tool-angle = Angle
tool-ellipse = Ellipse
tool-rectangle = Rectangle
tool-freehand = Freehand
tool-arrow = Arrow
tool-magnifier = Magnifier
tool-stage = { $name }  { $number }/{ $count }
tool-fit = Fit
tool-ai-marks = AI marks
tool-keys = Keys
tool-menu = Menu
menu-tools = Left button
menu-annotation = Selected annotation
menu-write = Write a text
menu-delete = Delete
menu-windows = Window
menu-flips = Position
menu-flip-horizontal = Flip left-right
menu-flip-vertical = Flip top-bottom
menu-rotate-right = Turn right
menu-rotate-left = Turn left
menu-layout = Layout
menu-view = View
menu-link-scroll = Scroll together
menu-link-window = Window and zoom together
menu-overlays = Overlays of the file
menu-grid = Region grid
menu-cine = Play, images a second
menu-key-images = Key images
layout-ct-axial = Axial
layout-planes = Three planes
layout-lung-mediastinum = Lung and mediastinum
layout-slab = Slices and slab
layout-prior = Beside the prior
layout-series = Other series
layout-brain-windows = Three windows
layout-frontal = Frontal
layout-frontal-lateral = Frontal and lateral
layout-inverted = With negative
layout-four-views = Four views
layout-eight-views = Eight views
layout-cc = CC
layout-mlo = MLO
layout-one-view = One view
place-empty = not in this study
annotation-text = Text
key-image-tag = KEY IMAGE
heat-map-notice = AI probability map, not for diagnosis
measure-mean = mean { $mean } { $unit }  SD { $sd }
measure-range = { $min } to { $max }
measure-area = area { $area }
grid-aspects = ASPECTS
grid-lung-zones = Lung zones
grid-breast = Breast regions
grid-score = { $name }: R { $right }, L { $left }
grid-unverified = draft outlines, not checked by an expert
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
hint-length = Drag to measure, or click both ends. Delete takes the selected line away.
hint-value = Click reads the value at a point. Delete takes the selected point away.
hint-scroll = Drag down for the next slices, up for the ones before.
hint-crosshair = Click brings the place into view in every linked viewport.
hint-bidirectional = Drag the longest diameter; then drag the ends of the one across it.
hint-angle = Click three points; drag two lines for an angle of Cobb.
hint-region = Drag over the region; its mean, spread and area stand beside it.
hint-freehand = Draw around the region.
hint-arrow = Drag from the text to the place; then type.
hint-magnifier = Hold the button to magnify what lies under the pointer.

## Viewer: on the images

plane-acquired = As acquired
plane-axial = Axial
plane-coronal = Coronal
plane-sagittal = Sagittal
plane-image = As taken
plane-frames = Frames
corner-window = W { $width }  L { $centre }
corner-zoom = Zoom { $zoom }
corner-place = { $place } mm, every { $spacing } mm
corner-slice = Slice { $number } / { $count }
corner-series = Series { $number }
corner-inverted = inverted
corner-table = Table of the file
corner-named-table = Table { $name }
corner-slab = { $mode } { $thickness } mm
corner-thickness = { $thickness } mm thick
area-one-to-one = 1:1
area-true-size = true size
calibration-detector = mm at the detector
calibration-unknown = pixels, not calibrated
image-mirrored = MIRRORED
flipped-horizontally = FLIPPED LEFT-RIGHT
flipped-vertically = FLIPPED TOP-BOTTOM
flipped-and-turned = FLIPPED, TURNED 90°
turned-quarter = TURNED 90°
turned-half = TURNED 180°
prior-tag = PRIOR { $date }
ai-overlay-notice = AI marks of { $service }: not for diagnosis
placing-notice = Click or drag where the finding should be; Esc leaves it
marking-closed = Marks cannot be changed now
ai-caption = AI { $number }: { $score }
ai-caption-plain = AI { $number }
category-lung = lung category { $value }
category-breast = breast category { $value }
category-calcium = calcium group { $value }
category-vertebra = vertebral deformity grade { $value }
truth-caption = GT { $size } mm
truth-caption-plain = GT

## Key sheet

key-sheet-title = Mouse and keys
mouse-wheel = Wheel
mouse-left = Left button
mouse-left-does = The tool in hand
mouse-middle = Middle button
mouse-right = Right button
mouse-both = Left and right
mouse-twice = Double click
mouse-click-right = Right click
key-presets = Window presets
key-file-window = Windows of the file in turn
key-invert = Black and white swapped
key-step = One slice
key-step-ten = Ten slices
key-ends = First and last slice
key-single = The active viewport alone or all
key-pane = Another viewport becomes active
key-series = Another series
key-flip = Flip left-right, top-bottom
key-rotate = Turn by 90°
key-cine = Play slices or frames
key-stage = Other stage of the layout
key-slab-mode = Slab: MIP, MinIP, mean, off
key-slab = Slab thinner, thicker
key-link-scroll = Scroll together or not
key-link-window = Window and zoom together or not
key-reference-lines = Lines of other planes
key-key-image = Key image, or not
key-undo = Undo, redo
key-finding = Next AI finding, with Shift the one before
key-overlay = AI marks on and off
key-corner-text = Text on the images: all, least, none
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
marks-hint = Take the mark tool ({ $key }) and click on the finding, or drag a box around it.
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
ai-recorded = Recorded result of another system
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
code-solid-nodule = Solid nodule
code-brain = Brain
code-breast = Breast
code-heart = Heart
code-lung = Lung
code-diameter = Diameter
code-solid-diameter = Diameter of the solid part
code-volume = Volume
code-attenuation = Attenuation
side-right = right
side-left = left
side-both = both sides
side-midline = midline
not-run-out-of-scope = The study is not of the kind that the service is for. Read it without the service.
not-run-missing-series = A series that the service needs is missing. Read the study without it.
not-run-bad-input = The images cannot be used as they are. Read the study without it.
not-run-unsupported-age = The patient's age is outside the stated range. Read the study without it.
not-run-runtime-missing = There is no inference runtime on this machine. Install the ONNX Runtime library, or read without the service.
not-run-model-missing = The model of the service is missing or is not the right one. Install the service anew.
not-run-quarantined = The service is quarantined after repeated faults. Wait, or release it.

## Report screen: report

report-heading = Report
report-unsaved = not saved yet
draft-insert = Insert the AI draft
sign-button = Sign the report
sign-contradicts = You rate the case as normal, but something in it is marked or accepted.
sign-blocked = Before you can sign:
side-not-marked = The report says “{ $word }”, but nothing is marked on that side.
side-not-named-right = Something is marked on the right, but the report names only the left.
side-not-named-left = Something is marked on the left, but the report names only the right.
signed-notice = The report is signed.

## Debrief

debrief-waiting = The score is being computed.
debrief-graded = { $graded } of { $count } cases graded
no-certificate-developer = No certificate: an unsigned plugin could run (developer mode).
no-certificate-not-complete = No certificate: the session was not completed.
debrief-no-truth = Not graded, truth unknown: { $count }
debrief-not-signed = Not graded, not signed: { $count }
debrief-score = Score
debrief-cases = Case by case
debrief-time = time { $time }
debrief-coverage = { $share } of the slices seen
debrief-show = Show in the viewer
ungraded-no-truth = Not graded: the truth is not known
ungraded-not-signed = Not graded: not signed
ungraded-no-images = Not graded: its images could not be opened
ungraded-not-rated = Not graded: the case as a whole was not rated
ungraded-decided-by-ai = Not read: decided by the service alone
score-first = First answer
score-last = Final answer
score-ai = AI alone
score-sensitivity = Lesions found
score-false-positives = False marks a case
score-case-sensitivity = Abnormal cases called abnormal
score-case-specificity = Normal cases called normal
score-intervals = In brackets: 95 % intervals. They are wide on few cases.
curve-heading = ROC curve of your ratings
curve-area = { $who }: area { $area } ({ $interval })
curve-interval = 95 %: { $lower } – { $upper }
curve-perfect = an area of 0 or 1 has no interval
curve-too-few = too few cases for an interval
curve-difference = Final − first: { $change } (95 %: { $lower } – { $upper }, p = { $p })
curve-times = To the signature { $ratio } times as long as to the AI result (95 %: { $lower } – { $upper }; { $n } cases)
curve-across = False positive rate
curve-up = Sensitivity
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

## Developer mode

developer-mode = Developer mode: unsigned plugin, no certificate

## What the host refused

error-not-saved = Not saved: { $reason }
refused-ended = The session has ended.
refused-paused = The session is paused.
refused-no-case = No case is open.
refused-case-open = Case “{ $case }” is open and not signed.
refused-out-of-order = Case “{ $case }” is next.
refused-no-case-left = No case is left to open.
refused-signed = Case “{ $case }” is signed: nothing in it changes any more.
refused-locked = The first answer is locked already.
refused-not-lockable = The first answer cannot be locked yet.
refused-not-signable = The report cannot be signed yet.
refused-mode = This reading mode does not offer that.
refused-not-revealed = The AI result has not been shown yet.
refused-ai-before = Case “{ $case }” has an AI result already; the first one counts.
refused-other-service = The session began with AI service { $expected }, this result is of { $found }.
refused-shape = A mark is a point or a box.
refused-place = A mark cannot lie there.
refused-confidence = Confidence goes in steps of { $step } %.
refused-rating = The rating goes from 0 to 100.
refused-too-many-marks = A case holds at most { $limit } marks.
refused-text-too-long = The text is too long: at most { $limit } bytes.
refused-unread = Cases that are not signed yet: { $left }.
refused-other = Refused: { $reason }

## Faults of services: what happened, what it means and what to do

fault-manifest = The plugin's description is refused
fault-manifest-means = The plugin never started, so it says nothing about any study; its vendor has to correct plugin.toml.
fault-signature = The files are not those that were approved
fault-signature-means = Something in the plugin was exchanged or is missing; do not use it, and install it anew from its vendor.
fault-incompatible = Made for another version of this program
fault-incompatible-means = The plugin needs what this program does not offer; update the program or ask the vendor for a fitting version.
fault-compile = The component does not compile
fault-compile-means = The plugin's code is broken or too large and never ran; its vendor has to build it again.
fault-link = The component asks for what it may not have
fault-link-means = The plugin wants functions that plugins do not get, such as files or network, and never ran; tell its vendor.
fault-trap = The service crashed
fault-trap-means = It stopped in the middle of the study and gave no result; read the study without it and tell its vendor.
fault-deadline = The service took too long
fault-deadline-means = It was stopped at its time limit and gave no result; read the study without it.
fault-fuel = The plugin used up its computing budget
fault-fuel-means = It was stopped after the instructions that it may use and gave no result; tell whoever made it.
fault-memory = The service wanted too much memory
fault-memory-means = It was stopped at its memory limit and gave no result; read the study without it, larger studies will fail as well.
fault-host-budget = The images that the service computed were too large
fault-host-budget-means = Its volumes outgrew what a job may hold and there is no result; read the study without it and tell its vendor.
fault-output = The service's answer is not valid
fault-output-means = It answered with what cannot be, such as marks outside the images, so nothing of the answer is shown; tell its vendor.
fault-plugin = The service reports a failure of its own
fault-plugin-means = It ended in order but without a result; its words below may say why.
fault-cancelled = The job was cancelled
fault-cancelled-means = It was ended before there was a result; open the case again to have it run anew.
fault-details = Details from the program or the service:
quarantine-until = In quarantine after repeated faults: it may run again in { $seconds } s.
quarantine-for-good = In quarantine after repeated faults until you release it.
quarantine-release = Release

## Sheets of the services

ai-about-service = About this service (F3)
key-services = AI services: claims, grants, limits
services-heading = AI services
services-hint = What this machine has, what each may see and use, and what its vendor claims.
services-close = Back (F3)
services-listing = Looking for services
services-none = There is no AI service on this machine.
service-ready = ready
service-quarantined = in quarantine
service-awaits-grants = waits for your decision
service-disabled = switched off
service-not-trusted = may not run
origin-bundled = with the program
origin-installed = installed
origin-developer = developer's folder
trust-part-of-program = trusted
trust-signed = signed
trust-unsigned = not signed
trust-not-checked = signatures not checked
trust-refused = signature refused
trust-unsigned-means = Nobody vouches for this plugin: it runs in developer mode only, and no certificate is given.
service-id = Id:
service-digest = SHA-256:
service-signed-by = Signed by:
grants-heading = May be told
grant-prior-studies = earlier studies of the patient
grant-gpu = the graphics processor
grants-hint = What is not ticked stays hidden from the service. A change counts from the next study.
limits-heading = May use
limit-asked = asked
limit-granted = granted
limit-memory = own memory, MiB
limit-host-memory = memory for images, MiB
limit-time = time for a study, s
claims-heading = The vendor claims
claim-intended-use = Intended use:
claim-modalities = Modalities:
claim-body-parts = Body parts:
claim-findings = Finds:
claim-operating-point = Operating point:
claim-no-operating-point = No operating point is stated: how accurate it is, nobody says.
claim-training-only = For training only
model-heading = Model { $name }
model-trained-on = Trained on:
model-tested-on = Measured on:
model-limitations = Limitations:
model-not-stated = not stated

## A plugin on the bench

bench-heading = Plugin on the bench
bench-hint = Changes are loaded by themselves. Nothing here is recorded as a session.
bench-run-again = Run again
bench-runs = Runs
bench-no-runs = None yet
bench-no-digest = no digest
bench-elapsed = { $seconds } s
bench-watching = Waiting for changes
bench-building = Building the plugin
bench-loading = Checking and compiling the plugin
bench-broken = The newest version ({ $digest }) is broken
bench-build-failed = The sources do not build; the first fault is in the text below.
bench-old-result = The result below is of the earlier version { $digest }.

exam-time-left = Time left for this case: { $time }
exam-awaiting = The exam is choosing what comes next.
exam-fault = The exam goes on without its plugin, in the order of its plan. Nothing of yours is lost.
exam-grading = The exam is being graded.
exam-no-grade = The exam has no grade.
exam-passed = Passed
exam-not-passed = Not passed
exam-score = Score { $score }
refused-timed-out = The time of case “{ $case }” is over: it is closed as it stands.
refused-awaiting-exam = The exam has not said yet what comes next.
refused-hidden-by-exam = The exam has taken the AI result off the screen.

# The check of the display
display-heading = Display check
display-close = Back to the images
display-hint = Sit as you read, in the light in which you read. All 18 steps differ, each with two faint squares in it; the squares of 5 % and 95 % can be seen; single lines stand apart, faint ones too; the white border is whole.
display-white = white, cd/m²
display-black = black, cd/m²
display-ambient = reflected room light, cd/m²
display-gamma = gamma
display-evened = Even the greys by the grayscale standard display function
display-deviation = By these numbers contrast deviates from the standard by up to { $percent } %; { $accepted } % is accepted (unverified default)
display-uncalibrated = The numbers are stated, not measured: the display counts as uncalibrated.
pattern-steps = 18 steps
pattern-near-black = 5 % on black
pattern-near-white = 95 % on white
pattern-ramp = 256 greys
pattern-lines = Lines of 1 and 2 pixels
pattern-faint-lines = The same, faint
more-warnings = and { $count } more remarks on the images

## Reading modes: the rule in one line, without a word of what may not be known yet

mode-unaided = Reading alone
mode-unaided-rule = You read on your own and sign your answer.
mode-sequential = Two answers
mode-sequential-rule = Give your own answer and lock it; it never changes. Then comes the final answer.
mode-concurrent = AI from the start
mode-concurrent-rule = The AI result stands beside the images; you decide on every finding.
mode-on-request = AI on request
mode-on-request-rule = Ask for the AI result when you want it; your answer up to then is kept as the first one.
mode-triage = AI orders the worklist
mode-triage-rule = Urgent cases stand first as the AI sees it; you may take any case.
mode-autonomous-audit = AI signs normal cases
mode-autonomous-audit-rule = The service signs what it holds to be normal; you audit a sample of those and read all others.
mode-first-reader = Double reading: you are the second reader
mode-first-reader-rule = The first reader's read is on screen. Lock your own; where the two disagree, you decide.
mode-second-reader = Double reading: you are the first reader
mode-second-reader-rule = Lock your own read. Where a second reader disagrees, you see both and decide.
mode-band-pass = AI decides the clear cases
mode-band-pass-rule = The service decides what is clearly normal or clearly abnormal; you read what lies between.
mode-ai-expert = You rate the AI
mode-ai-expert-rule = Judge the service's result: interpretation, localisation, technical defects. No report is written.
ask-ai = Ask the AI
ask-ai-hint = Your answer up to now is kept as your first answer.
ai-withheld = No AI result for this case
ai-withheld-hint = Read it on your own: this says nothing about the images.
sign-rating = Sign my rating
signed-rating = The rating is signed.

## The other reader of a double reading

first-reader-heading = First reader
first-reader-is-ai = First reader: AI
second-reader-heading = Second reader
second-reader-is-ai = Second reader: AI
reader-running = The other reader has not finished yet
reader-findings = Findings: { $count }
reader-none = Nothing to report
reader-no-read = There is no read of the other reader for this case.
reader-positive = Calls the case abnormal: { $score }
reader-negative = Calls the case normal: { $score }
reader-caption-first = R1-{ $number }
reader-caption-second = R2-{ $number }
reader-marks-notice = Marks of the other reader. Not for diagnosis
reader-marks-tool = Other reader
reader-draft = Insert the other reader's text
take-over = Take over as my mark
arbitration-heading = Arbitration
arbitration-rule = The two reads disagree. Look at both and give the final answer.
arbitration-you = You
arbitration-other = The other reader
arbitration-ai = AI
arbitration-call = Call
arbitration-rating = Rating
arbitration-marks = Marks
call-abnormal = abnormal
call-normal = normal
marks-not-drawn = Marks are not drawn in this session: only the words are shown.

## Worklist: urgency and what the service decides alone

priority-routine = AI: routine
priority-urgent = AI: urgent
priority-stat = AI: at once
decided-normal = Signed by the service: normal
decided-abnormal = By the service: further assessment

## Questions

questions-heading = Questions
question-required = has to be answered
question-first = First answer: { $answer }
question-none = none of these
question-unknown-scale = The scale { $scale } is not known here: type the level's code.
question-range = from { $least } to { $greatest } { $unit }
question-not-a-number = not a number
question-out-of-range = out of range
question-measured = { $length } mm
question-not-measured = not measured yet
question-measure-now = Measure now
question-measuring = Draw the length in the images, then take it here.
question-no-lengths = The pixels of this image have no known size: a length in it is no answer.
question-take-length = Take { $length } mm
question-chars = { $count } of { $most } characters
question-choose = choose
urgency-routine = Routine: in turn
urgency-urgent = Urgent: before the others
urgency-stat = At once
verdict-accepted = Accepted as it stands
verdict-modified = Accepted with changes
verdict-rejected = Rejected
verdict-supplemented = Supplemented by findings of my own
verdict-not-assessed = Not assessed
axis-full = Fully right
axis-partial = Partly right
axis-false-positive = False positive: it says what is not there
axis-false-negative = False negative: it misses what is there
forecast-low = surely wrong
forecast-high = surely right
confidence-low = not sure at all
confidence-high = quite sure
percent-none = no answer
defect-none = No technical defect
defect-a = a: the time limit was exceeded
defect-b = b: no result, or a part of it is missing
defect-c = c: a declared function works incorrectly
defect-d = d: faults in the display of the image area
defect-e = e: other violations of integrity or content
defect-class-only = the class is enough, none of these
side-of-mark = Side
side-r = R
side-l = L
side-of-mark-right = patient's right
side-of-mark-left = patient's left
blocked-not-answered = answer “{ $question }”

## Errors of AI services in plain words

error-fp-artefact = false finding on an image artefact
error-fp-variant = false finding on a normal variant
error-fp-benign = false finding on a benign or old change
error-fp-device = false finding on a device
error-fp-insignificant = finding that does not matter
error-fn-subtle = subtle lesion missed
error-fn-edge = lesion at the edge of the images missed
error-fn-satisfaction = further lesion missed where one was found
error-fn-rare = lesion of a rare class missed
error-fn-population = lesion missed in a patient unlike those the service was made for
error-wrong-category = wrong category
error-wrong-measurement = wrong measurement
error-wrong-location = mark in the wrong place
error-wrong-side = wrong side
error-over-segmentation = outline too large
error-under-segmentation = outline too small
error-wrong-class = finding called something else
error-merged = two lesions reported as one
error-split = one lesion reported as two
error-hallucinated = text about something that is not there
error-omitted = text leaves a finding out
error-misprioritised = wrong place in the worklist
error-a-timeout = time limit exceeded: no result
error-a-late = result came late
error-b-no-sr = no structured report
error-b-no-series = no additional series with marks
error-b-empty-report = report is empty
error-c-wrong-series = result of another series
error-c-wrong-anatomy = result of another part of the body
error-c-wrong-laterality = words name the other side than the mark
error-c-wrong-patient = result of another patient
error-c-stale = result of an earlier study
error-c-duplicate = result is there twice
error-c-language = text in another language
error-c-probability = probability and marks contradict each other
error-c-text = text and marks contradict each other
error-d-cropped = image area is cropped
error-d-flipped = marks are mirrored
error-d-window = unusable window
error-d-shifted = all marks are shifted
error-d-hides = mark covers the anatomy
error-d-no-label = words “not for diagnosis” are missing
error-e-corrupt = object of the result cannot be read
error-e-uid = object of the result names another study
error-e-spacing = sizes rest on a wrong pixel spacing
error-e-unit = value with a wrong unit
error-version = version and threshold changed without a word
severity-minor = minor
severity-intermediate = intermediate
severity-significant = clinically significant

## Around the session: time, supervision, interruptions, what is saved

clock-session = Session
clock-case = Case
clock-left = { $what }: { $time } left
clock-over = { $what }: time is over
saved = Saved
not-saved = NOT SAVED
focus-rule = Stay in this window: leaving it is recorded.
start-heading = The supervisor starts this session
start-hint = Show this to your supervisor. The order that comes back goes into the field below.
start-session = Session: { $session }
start-number = Order number: { $number }
start-candidate = Candidate: { $name } ({ $number }), attempt { $attempt }
order-field = Supervisor's order
order-button = Carry out the order
order-open = Supervisor
ordered-pause = Paused by the supervisor
ordered-pause-hint = Time stands still. Only the supervisor's order goes on.
pause-never = This session has no pauses.
pause-limited = At most { $most } pauses, { $time } in all
pause-not-now = No pause is possible now.
finish-question = End the session now? After that nothing can be changed.
finish-yes = Yes, end the session
incident-open = Report a problem
incident-heading = What went wrong?
incident-hint = It is kept with the session and read by the centre. It changes nothing in your answers.
incident-send = Send
incident-sent = Your message is recorded.
form-cancel = Cancel
interruption-call = The telephone rings
interruption-call-take = Answer
interruption-call-done = Hang up, back to the case
interruption-colleague = A colleague stands at your desk
interruption-colleague-take = Listen
interruption-colleague-done = Done, back to the case
interruption-stall = The archive does not answer
interruption-stall-take = What is happening?
interruption-stall-done = Try again
interruption-waiting = Something else wants you: see the report screen.
candidate-heading = Who sits this examination?
candidate-hint = The name stands on the certificate.
candidate-name = Name
candidate-number = Number at the centre
candidate-go = Go on
refused-not-started = The supervisor has not started the session yet.
refused-no-pause = No pause is allowed now.
refused-order = The order does not count: { $problem }
refused-not-asked = This question is not asked now.
refused-answer = The answer does not fit the question: { $problem }

## Debrief: planted errors, questions, points, the pass rule

planted-heading = The AI result was changed here: { $kind } ({ $severity })
planted-void = An error was planned here ({ $kind }) and could not be planted: the result was shown as it is.
planted-misled = You followed it: your first answer was right, your final one is not.
planted-resisted = You were not misled.
planted-wrong-anyway = Your answer is wrong with it as without it.
planted-withheld = No AI result was shown here by plan.
asked-answer = Your answer: { $answer }
asked-no-answer = no answer
asked-key = Right: { $answer }
asked-first = first { $answer }
asked-score = { $score } of 1
debrief-points = Points: { $earned } of { $possible }
debrief-points-share = Share of the points, mean of the cases: { $share }
debrief-points-awaited = Answers that people still have to grade: { $count }
debrief-by-state = By what the AI result was worth
state-without = no AI result on screen
state-right = AI right
state-false-positive = AI false alarm
state-false-negative = AI miss
state-other-error = other AI error
state-defect = no usable result
state-version = version changed
state-cases = cases: { $count }
state-sensitivity = abnormal called abnormal: { $shares }
state-specificity = normal called normal: { $shares }
no-opportunity = no opportunity
share-of = { $value } ({ $lower } – { $upper }), n = { $n }
reliance-heading = Reliance on the AI
reliance-rair = Took a right AI where you were wrong (RAIR)
reliance-rsr = Kept your right answer against a wrong AI (RSR)
reliance-over-name = Followed the AI from right to wrong
reliance-under-name = Kept a wrong answer against a right AI
reliance-switch-name = Changed to the AI's answer where you differed
reliance-commission = False alarms of the AI that you called abnormal
reliance-omission = Misses of the AI that you missed too
reliance-agreement = Final answers that say what the AI says
draft-taken = Sentences of the AI draft in your reports
draft-planted = Wrong sentences of the draft in your reports
double-heading = Double reading
double-discordance = Cases in which the two readers differ
double-overturned = Arbitrations that ended against your own read
autonomous-heading = What the service decided alone
autonomous-normal = Called normal and rightly so
autonomous-recalled = Called abnormal and rightly so
audit-sensitivity = Abnormal ones that your audit found
audit-false-recalls = Normal ones that your audit sent to further assessment
expert-heading = Your rating of the service
expert-means = You: { $said } of 100, by the truth { $is }
expert-interpretation = Interpretation rated as it is
expert-localisation = Localisation rated as it is
expert-said = { $axis }: you say “{ $said }”, it is “{ $is }”
axis-interpretation = Interpretation
axis-localisation = Localisation
defects-heading = Technical defects
defects-named = Named by their kind
defects-class = Named by their class at least
defects-false = Sound results called defective
defect-said = Technical defect: you say “{ $said }”, it is “{ $is }”
calibration-heading = Calibration (Brier score: 0 is best, 0.25 is what 50 % always gets)
calibration-first = First ratings: { $brier } on { $n }
calibration-last = Final ratings: { $brier } on { $n }
calibration-forecast = Forecasts: { $brier } on { $n }
reentry-line = Back at the case after an interruption: { $time } (median of { $n })
cells-heading = By topic of the form
cell-line = { $name }: { $share }
cell-too-few = { $name }: too few cases ({ $n })
closing-timed-out = Closed because time was over: { $count }
closing-decided = Decided by the service: { $count }
closing-no-images = Images could not be opened: { $count }
case-points = Points: { $earned } of { $possible }
case-decided-right = The service decided this case, rightly.
case-decided-wrong = The service decided this case, wrongly.
case-decided-unknown = The service decided this case; the truth is not known.
planted-noticed = You noticed it.
planted-not-noticed = Nothing shows that you noticed it.
planted-total = Planted errors: { $count }, misled { $misled }, noticed { $noticed }
planted-misled-plain = You were misled.
asked-no-key = Nobody knows the right answer: not scored.
asked-awaited = Awaits grading by people: { $count }
asked-unanswered = Not answered: 0 points
further-figures = Further figures
awaiting-ahead = The service is reading the next case first: it may decide it.
focus-lost-for = Focus lost: { $count }, { $time } in all. It is recorded and shown to the supervisor.
pass-heading = Pass rule
pass-passed = Passed
pass-failed = Not passed
pass-undecided = Not decidable
pass-no-certificate = No certificate is given for this session.
pass-line = { $name }: { $share }, cut { $cut }
pass-no-cut = none
pass-met = met
pass-not-met = not met
pass-waived = waived: right alone where the service was right
pass-too-few = too few opportunities: { $n } of { $least }
pass-awaits = awaits grading
pass-cut-missing = the judges' data give no cut
metric-points = Points
metric-sensitivity = Sensitivity of final answers
metric-specificity = Specificity of final answers
metric-unaided-sensitivity = Sensitivity of first answers
metric-unaided-specificity = Specificity of first answers
metric-rair = Taking a right AI (RAIR)
metric-rsr = Keeping a right answer (RSR)
percentage-points = { $n } pp
metric-aided-gain = Accuracy with AI less alone
metric-defects-named = Technical defects named
closed-by-time = The time for this case is over: it is closed as it stands.
phase-timed-out = Time over
images-failed-case = The images of this case cannot be opened. It can be signed without an answer, and is not graded.
phase-awaiting-reader = Locked, the other reader is at work
blocked-reader-pending = wait for the other reader

## Practice sets

practice-heading = Practice
practice-hint = Synthetic cases without end: choose what to read and begin. Every set has new patients.
practice-area = What to read
practice-difficulty = Difficulty
practice-easy = Easy
practice-medium = Medium
practice-hard = Hard
practice-mixed = Mixed
practice-count = Cases in a set
practice-prevalence = Abnormal, on average
practice-ai = AI
practice-ai-none = None
practice-ai-live = Services of this workstation
practice-ai-simulated = Simulated service
practice-ai-excellent = Hardly ever wrong
practice-ai-average = As services usually are
practice-ai-poor = Often wrong
practice-planted = Errors planted into its results
practice-planted-none = None
practice-not-installed = not installed
practice-mode = Reading mode
practice-begin = Begin
practice-over = The set is over.
practice-another = Another set
practice-choose = Choose anew

## Courses

course-continue = Go on
course-faults =
    { $count ->
        [one] { $count } fault in the files of this course; the rest of it can be used
       *[other] { $count } faults in the files of this course; the rest of it can be used
    }
course-all-done = Every step of the course is done.
course-kind-page = page
course-kind-cases = cases
course-kind-timed = cases against the clock
course-kind-items = questions
course-minutes =
    { $minutes ->
        [one] about { $minutes } minute
       *[other] about { $minutes } minutes
    }
course-goals = Afterwards you can:
course-language = Language of the course:
course-keys = Keys: Enter or arrow right for the next step, arrow left for the one before, digits for the options of a question, Enter for the answer and to begin with cases.
course-back-to-step = Back to the step
course-back = Back
course-back-to-course = Back to the course
course-next = Next step
course-page-missing = This page is missing in the course. The other steps can be taken.
course-not-translated = This page is not translated yet.
course-picture-coming = The picture is being made.
course-ai-right = In these cases the AI is right.
course-ai-missed = In these cases the AI misses something.
course-ai-false-alarm = In these cases the AI reports what is not there.
course-ai-defect = In these cases the AI result has a technical defect.
course-ai-out-of-scope = These studies are not for this AI service.
course-timed = The clock is part of the task.
course-block-cases = Cases: { $count }
course-block-limit = Time for all of them: { $time }
course-block-done = Read before; it can be read again.
course-begin = Begin reading
course-question-of = Question { $number } of { $all }
course-several = Several answers may be right.
course-next-question = Next question
course-check = Check
course-right = Right
course-partly = Partly right
course-wrong = Wrong
course-key = Right answer: { $answer }
course-unverified = Unverified: nobody has checked this at its source.
course-read-again = Read the page again
course-nothing-due = There are no questions here.
course-share = { $share } of full marks
course-passed = Passed
course-not-passed = Not passed yet
course-again = Once more
course-scores-missing = The scores for this exercise are missing in the course.
course-threshold = threshold
course-with-finding = with the finding
course-without = without
course-called-abnormal = called abnormal
course-called-normal = called normal
course-sensitivity = sensitivity
course-specificity = specificity
course-area = area under the curve
course-prevalence = prevalence
course-of-thousand = Of 1000 people { $sick } have the finding: { $hits } are called abnormal, { $missed } are missed. { $alarms } healthy ones are called abnormal too.
course-ppv = positive predictive value
course-npv = negative predictive value
course-no-value = no value
course-measure = Click both ends of the longest way across the lesion.
course-measured-right = { $mine } mm; the truth is { $truth } mm.
course-measured-wrong = { $mine } mm; the truth is { $truth } mm. Click again to try once more.
course-repetition = Repetition
course-due = Questions that are due: { $n }
course-repeat = Repeat them (R)
course-map = Map of competencies
course-task-practice = Practice sets
course-map-empty = Cases that you read in practice blocks are counted here.
course-map-task = task
course-map-ai = AI
course-map-cases = cases
course-map-right = right (95 % interval)
course-map-legend = ▼ below { $share } of at least { $n } cases (unverified) · … too few cases · ● neither
course-weeks = Week by week
course-due-wrong = due since { $date }; answers: { $answers }, wrong: { $wrong }
course-due-right = due since { $date }; answers: { $answers }, none wrong
course-weak = Tasks that come back
course-weak-task = { $task }, AI: { $ai }. Right { $share } of { $n }.
course-practise = Practise again
course-week-of = week of
course-week-hinted = { $n } (+{ $hinted } with a hint)
course-week-time = median time
course-week-gained = right AI followed
course-week-misled = misled by wrong AI
course-week-share = { $share } of { $n }
course-week-legend = Followed: of the cases that you had wrong alone and the AI right. Misled: of those that you had right alone and the AI wrong. Cases read with a hint count in neither.
course-state-without = none
course-state-right = right
course-state-false-positive = false alarm
course-state-false-negative = miss
course-state-other = another error
course-state-defect = no usable result
course-state-version = version changed
course-test-about = { $n } questions in { $minutes } minutes; the pass mark is { $share }. One question after the other, without feedback and without a way back. A test that is begun counts as an attempt.
course-test-attempt = Attempt { $n } of { $most }
course-test-no-attempt = All attempts are used: { $most }.
course-test-wait = The next attempt is possible from { $date } on.
course-test-begin = Begin the test
course-test-left = Time left: { $time }
course-test-skip = Leave this one open
course-test-end = End the test
course-test-end-sure = End it now; open questions count as wrong
course-test-sitting = A test is being sat: nothing else opens until it ends.
course-test-time-up = The time was up; open questions count as wrong.
course-test-no-feedback = Which answers were right is not shown: the questions serve again.
course-cert-passed = Certification passed
course-cert-failed = Certification not passed: every part has to be
course-cert-open = Certification not complete
course-cert-next = The centre seals the sessions and issues the certificate: overread course certify.
course-part-not-sat = not sat
course-part-passed = passed
course-part-failed = not passed
course-part-undecided = not decided
course-part-too-old = passed too long ago
course-below-mark = { $share } of the marks; the pass mark is { $cut }
course-too-few = too few opportunities: { $n }

feedback-heading = Feedback
feedback-next = Next case (Enter)
feedback-last = That was the last case of this set.
feedback-fact = Lesions in this case: { $count }. Your final answer marks { $found }, the AI { $ai }.
feedback-ai = What the AI marked
feedback-ai-probability = Probability { $value }, threshold { $threshold }
feedback-ai-none = No finding.
feedback-accepted = you accepted it
feedback-modified = you changed it
feedback-rejected = you rejected it
feedback-lesions = What became of each lesion
feedback-before-ai = before the AI:
feedback-final = in the end:
feedback-slices = slices { $run }
feedback-heuristic = The kind of miss is a heuristic by the time on screen (thresholds { $seen } and { $decided }, unverified). It says where to look first, not what you thought.
feedback-times = Where the time went
feedback-time-opening = opening
feedback-time-before = before the AI
feedback-time-alone = images
feedback-time-with = with the AI
feedback-time-report = report
feedback-time-interrupted = interrupted
feedback-hints = Hints: { $count }. The case does not count as read alone.
feedback-search = What was on screen
feedback-series = Series
feedback-coverage = { $name }: { $shown } of { $count } slices shown, { $time }
feedback-never = Never shown: slices { $runs }
feedback-image-shown = { $name }: shown for { $time }
feedback-image-unseen = { $name }: never shown
feedback-strip = Bars: time on each slice in the order of its numbers (yellow before the AI, cyan with it). A dash at the foot: never shown. Green line below: the lesion.
feedback-seconds = { $n } s
notice-found = marked
notice-not-called = on screen for { $time }, not marked
notice-never-shown = its slices were never shown
notice-missed = not marked
miss-search = search: not looked at
miss-recognition = recognition: seen too briefly
miss-decision = decision: seen and judged otherwise
hint-heading = Hints
hint-ask = Ask for a hint
hint-more = Ask for the next hint
hint-cost = A case read with a hint does not count as read alone.
hint-awaited = The hint comes in a moment.
hint-none = There is no hint for this case.
refused-no-hints = No hints are given in this session.
refused-no-hint-left = There is no further hint for this case.
