title = {{name}}
welcome = { $items ->
    [one] { $items } случай.
    [few] { $items } случая.
   *[other] { $items } случаев.
} Отметьте каждый очаг, оцените каждый случай и подпишите заключение.
over = Это был последний случай.
passed = Сдано: верно { $right } из { $items }.
failed = Не сдано: верно { $right } из { $items }.
