title = {{name}}
welcome = { $items ->
    [one] One case.
   *[other] { $items } cases.
} Mark every lesion, rate each case and sign its report.
over = That was the last case.
passed = Passed: { $right } of { $items } right.
failed = Not passed: { $right } of { $items } right.
