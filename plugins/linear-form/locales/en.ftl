title = Linear form
welcome = { $items ->
    [one] One case.
   *[other] { $items } cases.
} Mark every lesion, rate each case and sign its report. The exam is passed with { $needed } right.
over = That was the last case.
passed = Passed: { $right } of { $items } right, { $needed } were needed.
failed = Not passed: { $right } of { $items } right, { $needed } were needed.
unfinished = Not passed: the exam was not finished. { $right } of { $items } right.
