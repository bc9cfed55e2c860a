title = Adaptive form
welcome = The next case depends on your answers: after right ones it is harder, after wrong ones easier. { $items ->
    [one] One case at most.
   *[other] At most { $items } cases.
}
over = That was the last case.
passed = Passed: ability { $ability } logits, standard error { $error }, { $right } of { $items } right; { $cut } were needed.
failed = Not passed: ability { $ability } logits, standard error { $error }, { $right } of { $items } right; { $cut } were needed.
unfinished = Not passed: the exam was not finished. Ability { $ability } logits, standard error { $error }, { $right } of { $items } right.
