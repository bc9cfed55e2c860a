# The words of the first start, the start menu and the guided tour in English. Ids are those of src/words/list/start.rs.

## First start

start-title = Overread
start-what = A radiologist's workstation with AI services, simulated: to learn on, to practise, to be examined.
start-language-heading = Language
start-language-hint = It can be changed later in the settings.
start-go-on = Go on
start-display-heading = Step 2 of 3: display check
start-display-skip = Skip the check
start-display-done = The patterns can be told apart: go on
start-tour-heading = Step 3 of 3: guided tour
start-tour-what = Five minutes at the desk with one synthetic case: the three screens, the images, a mark, the AI result, the report. Each step waits until you have done it yourself. You can leave the tour at any time and take it up again from the start menu.
start-tour-begin = Begin the tour
start-tour-skip = Skip it and open the course
start-settings-damaged = The settings could not be read whole; what is missing is as at a first start, and the old file is kept.

## Start menu

start-menu-heading = What shall it be?
start-keys-hint = Tab or the arrows move between things, Enter presses, Esc goes back; Alt+Home always leads here.
start-unfinished = Go on with the unfinished session
start-course = Course
start-course-new = Working with AI, from first principles to a certificate
start-course-next = Go on with: { $step }
start-course-done = Done: { $done } of { $count } steps
start-course-none = No course is installed
start-practice = Practice
start-practice-what = New synthetic cases without end: area, difficulty, AI and mode as you choose
start-lessons = Lessons and examinations
start-lessons-what = Cases that somebody put together, read as a session with a score
start-sessions = Sessions and results
start-sessions-what = What was read here: go on with it, or look at the debriefing
start-tour = Guided tour
start-tour-resume = Go on at step { $step } of { $count }
start-tour-again = Once more from the beginning
start-tour-offer = Five minutes at the desk with one case
start-display = Display check
start-display-not-done = Skipped so far
start-display-was = Greatest deviation from the standard's contrast: { $percent } %
start-settings = Settings
start-settings-what = Language, size of text, keys, sound
start-quit = Leave the program
start-back = Back
start-looking = Looking for it
start-lessons-none = No lesson was found here. A scenario is opened by --scenario FILE.
start-lesson-cases = { $count ->
    [one] { $count } case
   *[other] { $count } cases
}
start-lesson-exam = examination
start-sessions-none = Nothing has been read here yet.
start-session-signed = { $signed } of { $count } signed
start-session-open = unfinished: go on
start-session-ended = ended: result
start-more = { $count } more are not shown

## Settings

settings-text = Size of text
settings-text-hint = Ctrl + and Ctrl - change it everywhere, Ctrl 0 is 100 %.
settings-text-smaller = Smaller
settings-text-larger = Larger
settings-text-usual = 100 %
settings-keys = Keys and mouse
settings-keys-hint = F1 lists them over the images.
settings-keys-of-viewer = as in { $name }
settings-keys-own = from a file
settings-sound = Sound
settings-sound-none = The program makes no sounds: all that it says is on the screen.

## Guided tour

tour-heading = Guided tour, step { $step } of { $count }: { $title }
tour-skip-step = Skip this step
tour-leave = Leave the tour
tour-done = That was the tour
tour-done-text = You have read a case, first alone, then with the AI, and signed for it. The debriefing on the left compares your answer, the service's and the truth.
tour-go-course = On to the course
tour-screens = three screens
tour-screens-text = On the left is the list of cases, in the middle are the images, on the right are your answer, the AI and the report. The room shows them on monitors, the flat view larger and without light: read there.
tour-screens-do = Press F, or click Room above, to change between room and flat view; F or a click on the line below the room leads back.
tour-worklist = the worklist
tour-worklist-text = Cases stand on the left with the question that is asked. The next one has a button.
tour-worklist-do = Open the case. By keyboard: Tab until the button has a frame, then Enter; F6 leads to the next screen.
tour-scroll = through the stack
tour-scroll-text = A CT is a stack of slices. The bar at the right edge of the image says where you are, and fills where you have been.
tour-scroll-do = Look at ten slices: turn the wheel over the image, or press { $up } and { $down }.
tour-window = the window
tour-window-text = Tissues differ by densities that no screen shows all at once. A window picks those that become grey; lungs and soft tissue need different ones.
tour-window-do = Press { $key } for another window and { $back } for that of the lungs again, or drag with the left button over the image.
tour-zoom = larger and smaller
tour-zoom-text = Small things are seen when they are large, and what is where when all of it is seen.
tour-zoom-do = Press { $key }, or drag up and down with the right button.
tour-mark = a mark
tour-mark-text = In the left upper lung, close to the mediastinum, lies a nodule: round, and on a few slices only, while vessels run on.
tour-mark-do = Take the tool with { $key } and click on the nodule. By keyboard: { $pointer } shows a crosshair, arrows move it, Enter marks.
tour-lock = your answer first
tour-lock-text = Whoever has seen what the AI says cannot read as if they had not. So your own answer comes first and is kept as it is.
tour-lock-do = On the right, set how sure you are and press the button that locks your answer.
tour-overlay = what the AI says
tour-overlay-text = A result comes with the name of the service and how often it is right. Its marks are drawn over the images, never into them.
tour-overlay-do = Hide the marks with { $key } and show them again with the same key.
tour-verdicts = a verdict on each finding
tour-verdicts-text = The AI proposes, the reader decides. Every finding of the service is accepted, corrected or rejected.
tour-verdicts-do = On the right, give a verdict on each finding of the AI.
tour-report = the report
tour-report-text = What is known at the end stands in the report, in words for whoever asked.
tour-report-do = Write a sentence under the heading that must be filled, or take over the draft.
tour-keys = the keys
tour-keys-text = All that the mouse does a key does too, and all keys stand on one sheet.
tour-keys-do = Open the sheet with { $key }.
tour-sign = the signature
tour-sign-text = With the signature the case is yours. What still stands in the way is listed above the button.
tour-sign-do = Close the sheet with Esc, and sign the report on the right.
tour-finish = the debriefing
tour-finish-text = After the last case the session is finished; only then the truth is shown.
tour-finish-do = On the left, press the button that finishes the session.

## Keys that need no mouse

key-pointer = Crosshair: arrows move it, Enter clicks, Space holds
key-next-thing = Next button or field; Enter presses it
key-screen = Next screen
key-text-size = Size of text
key-home = Start menu
