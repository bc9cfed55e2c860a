# Слова рабочего места на русском языке. Идентификаторы: src/words/list.rs.

## What the program is

not-for-diagnosis = Только для обучения, не для диагностики
unit-mm = мм

## Worklist

worklist-progress = Подписано { $signed } из { $count }
briefing-heading = Инструктаж
cases-heading = Исследования
case-next = Следующее
case-waiting = Ожидает
open-case = Открыть
open-next = Открыть следующее исследование
pause = Пауза
resume = Продолжить
paused-notice = Пауза: время остановлено
finish = Завершить занятие
abandon = Завершить досрочно
abandon-question = Завершить сейчас? Неподписанные исследования не будут оценены.
abandon-yes = Да, завершить
abandon-no = Нет, продолжить

## How far a case is

phase-first-read = Первое чтение
phase-awaiting-ai = Зафиксировано, ИИ работает
phase-final-read = Итоговое чтение
phase-signed = Подписано

## Viewer: what stands in place of images

viewer-no-case = Исследование не открыто
viewer-loading = Открываются снимки
viewer-failed = Снимки не удаётся показать
viewer-failed-hint = Занятие продолжается: исследование можно оценить и подписать.
viewer-paused = Пауза
viewer-ended = Занятие завершено
viewer-ended-hint = Выберите исследование в разборе, чтобы увидеть его с правильным ответом.

## Viewer: tools and windows

tool-window = Окно
tool-pan = Сдвиг
tool-zoom = Масштаб
tool-mark = Отметка
tool-length = Длина
tool-value = Значение
tool-planes = Три плоскости
tool-fit = Вписать
tool-ai-marks = Метки ИИ
tool-keys = Клавиши
preset-mediastinum = Средостение
preset-lung = Лёгкие
preset-bone = Кость
preset-angio = Сосуды
preset-liver = Печень
preset-brain = Мозг
preset-stroke = Инсульт
preset-subdural = Субдуральное
preset-soft-tissue = Мягкие ткани
window-of-file = Окно { $number }
window-full = Все значения
series-number = Серия { $number }

## Viewer: status line

hint-window = Тяните: в стороны контраст, вверх и вниз яркость. Колесо: срезы.
hint-pan = Тяните, чтобы сдвинуть снимок. Колесо: срезы.
hint-zoom = Тяните вверх, чтобы увеличить, вниз, чтобы уменьшить. Колесо: срезы.
hint-mark = Щелчок ставит точку, протяжка рамку; отметку можно перетащить. Delete удаляет выбранную.
hint-length = Тяните, чтобы измерить. Esc дважды убирает измерения.
hint-value = Щелчок показывает значение в точке. Esc дважды убирает точки.

## Viewer: on the images

plane-acquired = Как снято
plane-axial = Аксиальная
plane-coronal = Корональная
plane-sagittal = Сагиттальная
corner-window = Ш { $width }  Ц { $centre }
corner-zoom = Масштаб { $zoom }
corner-place = { $place } мм, шаг { $spacing } мм
corner-slice = Срез { $number } / { $count }
image-mirrored = ЗЕРКАЛЬНО
ai-overlay-notice = Метки ИИ: { $service }. Не для диагностики
placing-notice = Щелчок или протяжка задаёт место находки; Esc отменяет
marking-closed = Сейчас отметки менять нельзя
ai-caption = ИИ { $number }: { $score }
ai-caption-plain = ИИ { $number }
category-lung = категория лёгких { $value }
category-breast = категория молочной железы { $value }
truth-caption = GT { $size } мм

## Key sheet

key-sheet-title = Мышь и клавиши
mouse-wheel = Колесо
mouse-wheel-does = Срезы; с Ctrl масштаб, с Shift по десять
mouse-left = Левая кнопка
mouse-left-does = Выбранный инструмент; дважды: одна плоскость или все
mouse-middle = Средняя кнопка
mouse-right = Правая кнопка
key-presets = Готовые окна
key-file-window = Окна файла по очереди
key-invert = Негатив
key-step = На один срез
key-step-ten = На десять срезов
key-ends = Первый и последний срез
key-single = Активная плоскость или все
key-pane = Другая плоскость становится активной
key-series = Другая серия
key-finding = Следующая находка ИИ, с Shift предыдущая
key-overlay = Метки ИИ показать или скрыть
key-corner-text = Текст на снимках показать или скрыть
key-delete-mark = Удалить выбранную отметку
key-cancel = Отмена; затем исходный вид

## Report screen: head

report-no-case = Исследование не открыто
report-ended = Занятие завершено: смотрите разбор
history-heading = Клинический вопрос
overrun = Время на исследование превышено на { $time }

## Report screen: answer

answer-heading = Ваш ответ
answer-locked = Первый ответ зафиксирован.
rating-question = Насколько вы уверены, что есть патология?
rating-name = Оценка исследования
rating-none = нет оценки
rating-scale = 0 точно норма, 100 точно патология; от { $from } считается патологией.
rating-first = Первый ответ: { $rating } %
marks-count =
    { $count ->
        [0] Нет отметок
        [one] { $count } отметка
        [few] { $count } отметки
       *[many] { $count } отметок
    }
marks-hint = Возьмите инструмент «Отметка» (M) и щёлкните по находке или обведите её рамкой.
mark-number = Отметка { $number }
mark-next = Следующая отметка
mark-delete = Удалить
confidence-name = Уверенность
lock-button = Зафиксировать первый ответ
lock-blocked = Чтобы зафиксировать:
lock-hint = Зафиксированный первый ответ не меняется.
blocked-not-rated = оцените исследование
blocked-not-locked = зафиксируйте первый ответ
blocked-ai-pending = дождитесь результата ИИ
blocked-section-empty = заполните раздел «{ $section }»
blocked-no-verdict = примите решение по находке ИИ { $number }

## Report screen: AI panel

ai-heading = Результат ИИ
ai-not-for-diagnosis = ИИ, не для диагностики
ai-running = Сервис работает
ai-done-findings =
    { $count ->
        [one] Готово: { $count } находка
        [few] Готово: { $count } находки
       *[many] Готово: { $count } находок
    }
ai-done-none = Готово: находок нет
ai-out-of-scope = Не запущен: вне области применения
ai-not-run = Не запущен
ai-failed = Ошибка сервиса
ai-says-nothing = Это ничего не говорит о снимках: ни о норме, ни о патологии.
ai-threshold = порог { $value }
ai-sensitivity = чувствительность { $value }
ai-specificity = специфичность { $value }
ai-false-positives = ложных срабатываний на исследование: { $value }
ai-dataset = на данных: { $dataset }
ai-study-positive = Оценка исследования { $score }: положительная (порог { $threshold })
ai-study-negative = Оценка исследования { $score }: отрицательная (порог { $threshold })
ai-assessed = Искал: { $codes }
verdict-accept = Принять
verdict-modify = Изменить
verdict-reject = Отклонить
verdict-missing = нет решения
verdict-place = Указать место на снимках
verdict-note = Примечание

## AI findings in words

code-nodule = Очаг
code-lung = Лёгкое
code-diameter = Диаметр
code-solid-diameter = Диаметр солидной части
side-right = справа
side-left = слева
side-both = с обеих сторон
side-midline = по средней линии
not-run-out-of-scope = Сервис не предназначен для таких исследований.
not-run-missing-series = Нет серии, которая нужна сервису.
not-run-bad-input = Снимки непригодны для сервиса.
not-run-unsupported-age = Возраст пациента вне заявленных границ.
not-run-runtime-missing = На этом компьютере нет среды выполнения моделей.
not-run-model-missing = Модель сервиса отсутствует или не та.
not-run-quarantined = Сервис отключён после повторных сбоев.
failed-bundle = Пакет сервиса повреждён или не тот, что был одобрен.
failed-start = Сервис не удалось запустить.
failed-trap = Работа сервиса прервалась.
failed-deadline = Сервис работал слишком долго и был остановлен.
failed-memory = Сервису не хватило отведённой памяти.
failed-output = Ответ сервиса непригоден.
failed-cancelled = Задание отменено.

## Report screen: report

report-heading = Заключение
report-unsaved = ещё не сохранено
draft-insert = Вставить черновик ИИ
sign-button = Подписать заключение
sign-blocked = Чтобы подписать:
signed-notice = Заключение подписано.

## Debrief

debrief-waiting = Результат вычисляется.
debrief-graded = Оценено исследований: { $graded } из { $count }
debrief-no-truth = Не оценено, ответ неизвестен: { $count }
debrief-not-signed = Не оценено, не подписано: { $count }
debrief-score = Результат
debrief-cases = По исследованиям
debrief-time = время { $time }
debrief-coverage = просмотрено срезов: { $share }
debrief-show = Показать на снимках
ungraded-no-truth = Не оценивается: правильный ответ неизвестен
ungraded-not-signed = Не оценивается: не подписано
score-first = Первый ответ
score-last = Итоговый ответ
score-ai = Только ИИ
score-sensitivity = Найдено очагов
score-false-positives = Ложных отметок на исследование
score-case-sensitivity = Патология названа патологией
score-case-specificity = Норма названа нормой
score-intervals = В скобках 95 % интервалы. На малом числе исследований они широки.
score-switches = После ИИ: очагов добавлено { $rescued }, потеряно { $lost }; ложных отметок добавлено { $gained }, убрано { $dropped }
score-verdicts = Находки ИИ: верных принято { $rightkept }, верных отклонено { $rightrejected }, ложных принято { $wrongkept }, ложных отклонено { $wrongrejected }; добавлено вами { $supplemented }
reliance-over = Пошли за ИИ от верного к ошибке: { $value } из { $n }
reliance-under = Сохранили ошибку вопреки верному ИИ: { $value } из { $n }
reliance-switch = Приняли ответ ИИ при расхождении: { $value } из { $n }
time-case = Медиана времени на исследование: { $time }
time-to-reveal = Медиана времени до показа ИИ: { $time }
time-after-reveal = Медиана времени после показа ИИ: { $time }
truth-normal = Правильный ответ: очагов нет
lesion-hit = найден
lesion-missed = пропущен
read-line = { $who }: оценка { $rating }, ложных отметок { $false }.
