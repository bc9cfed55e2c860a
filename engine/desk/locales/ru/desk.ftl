# Слова рабочего места на русском языке. Идентификаторы: src/words/list.rs.

## What the program is

not-for-diagnosis = Только для обучения, не для диагностики
unit-mm = мм
unit-mm-at-detector = мм на приёмнике
unit-pixels = пикс., без калибровки
unit-mm2 = мм²
unit-mm2-at-detector = мм² на приёмнике
unit-pixels2 = пикс.², без калибровки
unit-mm3 = мм³
unit-ml = мл
unit-kv = кВ
unit-mas = мАс

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
tool-scroll = Срезы
tool-crosshair = Перекрестие
tool-bidirectional = Два диаметра
tool-angle = Угол
tool-ellipse = Эллипс
tool-rectangle = Прямоугольник
tool-freehand = От руки
tool-arrow = Стрелка
tool-magnifier = Лупа
tool-stage = { $name }  { $number }/{ $count }
tool-fit = Вписать
tool-ai-marks = Метки ИИ
tool-keys = Клавиши
tool-menu = Меню
menu-tools = Левая кнопка
menu-annotation = Выбранная пометка
menu-write = Написать текст
menu-delete = Удалить
menu-windows = Окно
menu-flips = Положение
menu-flip-horizontal = Отразить слева направо
menu-flip-vertical = Отразить сверху вниз
menu-rotate-right = Повернуть вправо
menu-rotate-left = Повернуть влево
menu-layout = Раскладка
menu-view = Вид
menu-link-scroll = Листать вместе
menu-link-window = Окно и масштаб вместе
menu-overlays = Наложения из файла
menu-grid = Сетка областей
menu-cine = Показ, кадров в секунду
menu-key-images = Ключевые снимки
layout-ct-axial = Аксиальная
layout-planes = Три плоскости
layout-lung-mediastinum = Лёгкие и средостение
layout-slab = Срезы и слой
layout-prior = Рядом с прежним
layout-series = Другие серии
layout-brain-windows = Три окна
layout-frontal = Прямая
layout-frontal-lateral = Прямая и боковая
layout-inverted = С негативом
layout-four-views = Четыре проекции
layout-eight-views = Восемь проекций
layout-cc = CC
layout-mlo = MLO
layout-one-view = Одна проекция
place-empty = нет в этом исследовании
annotation-text = Текст
key-image-tag = КЛЮЧЕВОЙ СНИМОК
heat-map-notice = Карта вероятностей ИИ, не для диагностики
measure-mean = среднее { $mean } { $unit }  СКО { $sd }
measure-range = от { $min } до { $max }
measure-area = площадь { $area }
grid-aspects = ASPECTS
grid-lung-zones = Зоны лёгких
grid-breast = Отделы железы
grid-score = { $name }: R { $right }, L { $left }
grid-unverified = контуры-наброски, экспертом не проверены
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
hint-length = Тяните, чтобы измерить, или щёлкните оба конца. Delete удаляет выбранную линию.
hint-value = Щелчок показывает значение в точке. Delete удаляет выбранную точку.
hint-scroll = Тяните вниз к следующим срезам, вверх к предыдущим.
hint-crosshair = Щелчок показывает это место во всех связанных окнах.
hint-bidirectional = Протяните наибольший диаметр, затем концы поперечного.
hint-angle = Щёлкните три точки; две протянутые линии дают угол Кобба.
hint-region = Протяните по области: рядом будут среднее, разброс и площадь.
hint-freehand = Обведите область.
hint-arrow = Протяните от текста к месту, затем печатайте.
hint-magnifier = Держите кнопку: место под указателем увеличится.

## Viewer: on the images

plane-acquired = Как снято
plane-axial = Аксиальная
plane-coronal = Корональная
plane-sagittal = Сагиттальная
plane-image = Как снято на приёмнике
plane-frames = Кадры
corner-window = Ш { $width }  Ц { $centre }
corner-zoom = Масштаб { $zoom }
corner-place = { $place } мм, шаг { $spacing } мм
corner-slice = Срез { $number } / { $count }
corner-series = Серия { $number }
corner-inverted = негатив
corner-table = Таблица файла
corner-named-table = Таблица { $name }
corner-slab = { $mode } { $thickness } мм
corner-thickness = толщина { $thickness } мм
area-one-to-one = 1:1
area-true-size = в натуральную величину
calibration-detector = мм на приёмнике
calibration-unknown = пиксели, без калибровки
image-mirrored = ЗЕРКАЛЬНО
flipped-horizontally = ОТРАЖЕНО СЛЕВА НАПРАВО
flipped-vertically = ОТРАЖЕНО СВЕРХУ ВНИЗ
flipped-and-turned = ОТРАЖЕНО, ПОВЁРНУТО НА 90°
turned-quarter = ПОВЁРНУТО НА 90°
turned-half = ПОВЁРНУТО НА 180°
prior-tag = ПРЕЖНЕЕ { $date }
ai-overlay-notice = Метки ИИ: { $service }. Не для диагностики
placing-notice = Щелчок или протяжка задаёт место находки; Esc отменяет
marking-closed = Сейчас отметки менять нельзя
ai-caption = ИИ { $number }: { $score }
ai-caption-plain = ИИ { $number }
category-lung = категория лёгких { $value }
category-breast = категория молочной железы { $value }
category-calcium = группа кальциноза { $value }
category-vertebra = степень деформации позвонка { $value }
truth-caption = Истина { $size } мм
truth-caption-plain = Истина

## Key sheet

key-sheet-title = Мышь и клавиши
mouse-wheel = Колесо
mouse-left = Левая кнопка
mouse-left-does = Выбранный инструмент
mouse-middle = Средняя кнопка
mouse-right = Правая кнопка
mouse-both = Левая и правая
mouse-twice = Двойной щелчок
mouse-click-right = Щелчок правой
key-presets = Готовые окна
key-file-window = Окна файла по очереди
key-invert = Негатив
key-step = На один срез
key-step-ten = На десять срезов
key-ends = Первый и последний срез
key-single = Активное окно или все
key-pane = Другое окно становится активным
key-series = Другая серия
key-flip = Отразить: слева направо, сверху вниз
key-rotate = Повернуть на 90°
key-cine = Показ срезов или кадров подряд
key-stage = Другая раскладка
key-slab-mode = Слой: MIP, MinIP, среднее, выкл.
key-slab = Слой тоньше, толще
key-link-scroll = Листать вместе или порознь
key-link-window = Окно и масштаб вместе или порознь
key-reference-lines = Линии других плоскостей
key-key-image = Ключевой снимок или нет
key-undo = Отменить, вернуть
key-finding = Следующая находка ИИ, с Shift предыдущая
key-overlay = Метки ИИ показать или скрыть
key-corner-text = Текст на снимках: весь, главное, ничего
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
marks-hint = Возьмите инструмент «Отметка» ({ $key }) и щёлкните по находке или обведите её рамкой.
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
ai-recorded = Записанный результат другой системы
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
ai-study-positive = Вероятность патологии { $score }: результат положительный (порог { $threshold })
ai-study-negative = Вероятность патологии { $score }: результат отрицательный (порог { $threshold })
ai-assessed = Предмет поиска: { $codes }
verdict-accept = Принять
verdict-modify = Изменить
verdict-reject = Отклонить
verdict-missing = нет решения
verdict-place = Указать место на снимках
verdict-note = Примечание

## AI findings in words

code-nodule = Очаг
code-solid-nodule = Солидный очаг
code-brain = Головной мозг
code-breast = Молочная железа
code-heart = Сердце
code-lung = Лёгкое
code-diameter = Диаметр
code-solid-diameter = Диаметр солидной части
code-volume = Объём
code-attenuation = Рентгеновская плотность
side-right = справа
side-left = слева
side-both = с обеих сторон
side-midline = по средней линии
not-run-out-of-scope = Сервис не предназначен для таких исследований. Читайте без него.
not-run-missing-series = Нет серии, которая нужна сервису. Читайте без него.
not-run-bad-input = Снимки непригодны для сервиса. Читайте без него.
not-run-unsupported-age = Возраст пациента вне заявленных границ. Читайте без него.
not-run-runtime-missing = На этом компьютере нет среды выполнения моделей. Установите библиотеку ONNX Runtime или читайте без сервиса.
not-run-model-missing = Модель сервиса отсутствует или не та. Установите сервис заново.
not-run-quarantined = Сервис в карантине после повторных сбоев. Подождите или снимите карантин.

## Report screen: report

report-heading = Заключение
report-unsaved = ещё не сохранено
draft-insert = Вставить черновик ИИ
sign-button = Подписать заключение
sign-contradicts = Вы оцениваете исследование как норму, но в нём есть отметка или принятая находка.
sign-blocked = Чтобы подписать:
side-not-marked = В тексте есть «{ $word }», но на этой стороне ничего не отмечено.
side-not-named-right = Есть отметка справа, а в тексте названа только левая сторона.
side-not-named-left = Есть отметка слева, а в тексте названа только правая сторона.
signed-notice = Заключение подписано.

## Debrief

debrief-waiting = Результат вычисляется.
debrief-graded = Оценено исследований: { $graded } из { $count }
no-certificate-developer = Без сертификата: мог работать неподписанный плагин (режим разработчика).
no-certificate-not-complete = Без сертификата: занятие не завершено до конца.
debrief-no-truth = Не оценено, ответ неизвестен: { $count }
debrief-not-signed = Не оценено, не подписано: { $count }
debrief-score = Результат
debrief-cases = По исследованиям
debrief-time = время { $time }
debrief-coverage = просмотрено срезов: { $share }
debrief-show = Показать на снимках
ungraded-no-truth = Не оценивается: правильный ответ неизвестен
ungraded-not-signed = Не оценивается: не подписано
ungraded-no-images = Не оценивается: изображения не открылись
ungraded-not-rated = Не оценивается: случай в целом не оценён читающим
ungraded-decided-by-ai = Не читался: решение принял сервис
score-first = Первый ответ
score-last = Итоговый ответ
score-ai = Только ИИ
score-sensitivity = Найдено изменений
score-false-positives = Ложных отметок на исследование
score-case-sensitivity = Патология названа патологией
score-case-specificity = Норма названа нормой
score-intervals = В скобках 95 % интервалы. На малом числе исследований они широки.
curve-heading = ROC-кривая ваших оценок
curve-area = { $who }: площадь { $area } ({ $interval })
curve-interval = 95 %: { $lower } – { $upper }
curve-perfect = у площади 0 или 1 нет интервала
curve-too-few = для интервала слишком мало исследований
curve-difference = Итог − первый ответ: { $change } (95 %: { $lower } – { $upper }, p = { $p })
curve-times = До подписи в { $ratio } раза дольше, чем до результата ИИ (95 %: { $lower } – { $upper }; исследований: { $n })
curve-across = Доля ложноположительных
curve-up = Чувствительность
score-switches = После ИИ: изменений добавлено { $rescued }, потеряно { $lost }; ложных отметок добавлено { $gained }, убрано { $dropped }
score-verdicts = Находки ИИ: верных принято { $rightkept }, верных отклонено { $rightrejected }, ложных принято { $wrongkept }, ложных отклонено { $wrongrejected }; добавлено вами { $supplemented }
reliance-over = Пошли за ИИ от верного к ошибке: { $value } из { $n }
reliance-under = Сохранили ошибку вопреки верному ИИ: { $value } из { $n }
reliance-switch = Приняли ответ ИИ при расхождении: { $value } из { $n }
time-case = Медиана времени на исследование: { $time }
time-to-reveal = Медиана времени до показа ИИ: { $time }
time-after-reveal = Медиана времени после показа ИИ: { $time }
truth-normal = Правильный ответ: патологии нет
lesion-hit = есть
lesion-missed = пропуск
read-line = { $who }: оценка { $rating }, ложных отметок { $false }.

## Developer mode

developer-mode = Режим разработчика: неподписанный плагин, без сертификата

## What the host refused

error-not-saved = Не сохранено: { $reason }
refused-ended = Занятие завершено.
refused-paused = Занятие на паузе.
refused-no-case = Исследование не открыто.
refused-case-open = Исследование «{ $case }» открыто и не подписано.
refused-out-of-order = Следующее исследование: «{ $case }».
refused-no-case-left = Исследований больше нет.
refused-signed = Исследование «{ $case }» подписано и больше не меняется.
refused-locked = Первый ответ уже зафиксирован.
refused-not-lockable = Первый ответ ещё нельзя зафиксировать.
refused-not-signable = Заключение ещё нельзя подписать.
refused-mode = В этом режиме чтения так нельзя.
refused-not-revealed = Результат ИИ ещё не показан.
refused-ai-before = У исследования «{ $case }» уже есть результат ИИ; действует первый.
refused-other-service = Занятие начато с сервисом ИИ { $expected }, этот результат от { $found }.
refused-shape = Отметка это точка или рамка.
refused-place = Здесь отметку поставить нельзя.
refused-confidence = Уверенность задаётся с шагом { $step } %.
refused-rating = Оценка от 0 до 100.
refused-too-many-marks = В исследовании не больше { $limit } отметок.
refused-text-too-long = Текст слишком длинный: не больше { $limit } байт.
refused-unread = Ещё не подписано исследований: { $left }.
refused-other = Отказано: { $reason }

## Faults of services: what happened, what it means and what to do

fault-manifest = Описание плагина не принято
fault-manifest-means = Плагин не запускался и ничего не говорит об исследованиях; разработчик должен исправить plugin.toml.
fault-signature = Файлы не те, что были одобрены
fault-signature-means = Что-то в плагине подменено или отсутствует; не используйте его, установите заново от разработчика.
fault-incompatible = Сделан для другой версии программы
fault-incompatible-means = Плагину нужно то, чего в этой программе нет; обновите программу или запросите подходящую версию.
fault-compile = Компонент не компилируется
fault-compile-means = Код плагина повреждён или слишком велик и не запускался; разработчик должен собрать его заново.
fault-link = Компонент требует недоступного
fault-link-means = Плагину нужны функции, которых у плагинов нет, например файлы или сеть; он не запускался. Сообщите разработчику.
fault-trap = Сервис аварийно остановился
fault-trap-means = Он остановился посреди исследования и не дал результата; читайте без него и сообщите разработчику.
fault-deadline = Сервис работал слишком долго
fault-deadline-means = Он остановлен по пределу времени и не дал результата; читайте без него.
fault-fuel = Плагин исчерпал вычислительный лимит
fault-fuel-means = Он остановлен после разрешённого числа команд и не дал результата; сообщите его автору.
fault-memory = Сервису не хватило памяти
fault-memory-means = Он остановлен по пределу памяти и не дал результата; читайте без него, большие исследования тоже не пройдут.
fault-host-budget = Вычисленные сервисом снимки слишком велики
fault-host-budget-means = Его объёмы превысили предел задания, результата нет; читайте без него и сообщите разработчику.
fault-output = Ответ сервиса недопустим
fault-output-means = Он ответил невозможным, например метками вне снимков, поэтому из ответа ничего не показано; сообщите разработчику.
fault-plugin = Сервис сообщил о собственной ошибке
fault-plugin-means = Он завершился без аварии, но и без результата; причина может стоять в его словах ниже.
fault-cancelled = Задание отменено
fault-cancelled-means = Оно прервано до результата; откройте исследование заново, чтобы повторить.
fault-details = Подробности от программы или сервиса:
quarantine-until = В карантине после повторных сбоев: снова доступен через { $seconds } с.
quarantine-for-good = В карантине после повторных сбоев, пока вы не снимете карантин.
quarantine-release = Снять карантин

## Sheets of the services

ai-about-service = Об этом сервисе (F3)
key-services = Сервисы ИИ: заявления, доступ, пределы
services-heading = Сервисы ИИ
services-hint = Что есть на этом компьютере, что каждому доступно и что заявляет его разработчик.
services-close = Назад (F3)
services-listing = Поиск сервисов
services-none = На этом компьютере нет сервисов ИИ.
service-ready = готов
service-quarantined = в карантине
service-awaits-grants = ждёт вашего решения
service-disabled = выключен
service-not-trusted = не допущен
origin-bundled = в составе программы
origin-installed = установлен
origin-developer = папка разработчика
trust-part-of-program = доверенный
trust-signed = подписан
trust-unsigned = не подписан
trust-not-checked = подписи не проверены
trust-refused = подпись отклонена
trust-unsigned-means = За этот плагин никто не ручается: он работает только в режиме разработчика, сертификат не выдаётся.
service-id = Идентификатор:
service-digest = SHA-256:
service-signed-by = Подписали:
grants-heading = Сервису можно сообщать
grant-prior-studies = прежние исследования пациента
grant-gpu = графический процессор
grants-hint = Что не отмечено, скрыто от сервиса. Изменение действует со следующего исследования.
limits-heading = Сервис может использовать
limit-asked = просит
limit-granted = получает
limit-memory = своя память, МиБ
limit-host-memory = память для снимков, МиБ
limit-time = время на исследование, с
claims-heading = Заявления разработчика
claim-intended-use = Назначение:
claim-modalities = Модальности:
claim-body-parts = Области тела:
claim-findings = Выявляемые находки:
claim-operating-point = Рабочая точка:
claim-no-operating-point = Рабочая точка не указана: о точности не сказано ничего.
claim-training-only = Только для обучения
model-heading = Модель { $name }
model-trained-on = Обучена на:
model-tested-on = Измерена на:
model-limitations = Ограничения:
model-not-stated = не указано

## A plugin on the bench

bench-heading = Плагин на стенде
bench-hint = Изменения загружаются сами. Занятие при этом не ведётся и не записывается.
bench-run-again = Запустить ещё раз
bench-runs = Запуски
bench-no-runs = Пока не было
bench-no-digest = без дайджеста
bench-elapsed = { $seconds } с
bench-watching = Ожидание изменений
bench-building = Сборка плагина
bench-loading = Проверка и компиляция плагина
bench-broken = Новая версия ({ $digest }) не работает
bench-build-failed = Исходный текст не собирается; первая ошибка указана ниже.
bench-old-result = Результат ниже от прежней версии { $digest }.

exam-time-left = Осталось времени на этот случай: { $time }
exam-awaiting = Экзамен выбирает следующий шаг.
exam-fault = Экзамен продолжается без своего плагина, в порядке плана. Ничего из ваших ответов не потеряно.
exam-grading = Экзамен оценивается.
exam-no-grade = У экзамена нет оценки.
exam-passed = Сдано
exam-not-passed = Не сдано
exam-score = Балл { $score }
refused-timed-out = Время исследования «{ $case }» вышло: оно закрыто как есть.
refused-awaiting-exam = Экзамен ещё не решил, что дальше.
refused-hidden-by-exam = Экзамен убрал результат ИИ с экрана.

# Проверка дисплея
display-heading = Проверка дисплея
display-close = Назад к изображениям
display-hint = Сядьте так, как читаете, при том же свете. Все 18 ступеней различаются, в каждой видны два слабых квадрата; квадраты 5 % и 95 % видны; отдельные линии не сливаются, слабые тоже; белая рамка цела.
display-white = белое, кд/м²
display-black = чёрное, кд/м²
display-ambient = отражённый свет комнаты, кд/м²
display-gamma = гамма
display-evened = Выровнять серое по стандартной функции отображения (GSDF)
display-deviation = По этим числам контраст отклоняется от стандарта до { $percent } %; допускается { $accepted } % (непроверенное значение по умолчанию)
display-uncalibrated = Числа заданы, а не измерены: экран считается некалиброванным.
pattern-steps = 18 ступеней
pattern-near-black = 5 % на чёрном
pattern-near-white = 95 % на белом
pattern-ramp = 256 оттенков
pattern-lines = Линии в 1 и 2 пикселя
pattern-faint-lines = Те же, слабые
more-warnings = и ещё замечаний к изображениям: { $count }

## Reading modes: the rule in one line, without a word of what may not be known yet

mode-unaided = Чтение без помощи
mode-unaided-rule = Вы читаете самостоятельно и подписываете свой ответ.
mode-sequential = Два ответа
mode-sequential-rule = Дайте свой ответ и зафиксируйте его: он не изменится. Затем следует итоговый ответ.
mode-concurrent = ИИ с самого начала
mode-concurrent-rule = Результат ИИ показан рядом со снимками; решение по каждой находке за вами.
mode-on-request = ИИ по запросу
mode-on-request-rule = Запросите результат ИИ, когда захотите; ответ до этого сохранится как первый.
mode-triage = ИИ упорядочивает список
mode-triage-rule = Срочные по мнению ИИ стоят первыми; можно взять любое исследование.
mode-autonomous-audit = ИИ подписывает норму
mode-autonomous-audit-rule = Сервис подписывает исследования, которые считает нормой; вы проверяете выборку из них и читаете все исследования, которые сервис не подписал.
mode-first-reader = Двойное чтение: второе чтение ваше
mode-first-reader-rule = Ответ первого чтения на экране. Зафиксируйте свой; при расхождении решаете вы.
mode-second-reader = Двойное чтение: первое чтение ваше
mode-second-reader-rule = Зафиксируйте свой ответ. Если второе чтение с ним расходится, вы увидите оба ответа и решите.
mode-band-pass = ИИ решает явные случаи
mode-band-pass-rule = Сервис решает явную норму и явную патологию; вы читаете то, что между ними.
mode-ai-expert = Вы оцениваете ИИ
mode-ai-expert-rule = Оцените результат сервиса: интерпретацию, локализацию, технологические дефекты. Заключение не пишется.
ask-ai = Запросить ИИ
ask-ai-hint = Ответ до этого момента сохранится как первый.
ai-withheld = Для этого исследования результата ИИ нет
ai-withheld-hint = Читайте самостоятельно: о снимках это ничего не говорит.
sign-rating = Подписать оценку
signed-rating = Оценка подписана.

## The other reader of a double reading

first-reader-heading = Первое чтение
first-reader-is-ai = Первое чтение: ИИ
second-reader-heading = Второе чтение
second-reader-is-ai = Второе чтение: ИИ
reader-running = Другое чтение ещё не закончено
reader-findings = Находок: { $count }
reader-none = Патологии не найдено
reader-no-read = Другого чтения этого исследования нет.
reader-positive = Считает патологией: { $score }
reader-negative = Считает нормой: { $score }
reader-caption-first = Ч1-{ $number }
reader-caption-second = Ч2-{ $number }
reader-marks-notice = Отметки другого чтения. Не для диагностики
reader-marks-tool = Др. чтение
reader-draft = Вставить текст другого чтения
take-over = Взять как свою отметку
arbitration-heading = Арбитраж
arbitration-rule = Ответы расходятся. Посмотрите оба и дайте итоговый ответ.
arbitration-you = Вы
arbitration-other = Другое чтение
arbitration-ai = ИИ
arbitration-call = Решение
arbitration-rating = Оценка
arbitration-marks = Отметки
call-abnormal = патология
call-normal = норма
marks-not-drawn = В этом занятии отметки не рисуются: показаны только слова.

## Worklist: urgency and what the service decides alone

priority-routine = ИИ: планово
priority-urgent = ИИ: срочно
priority-stat = ИИ: немедленно
decided-normal = Подписано сервисом: норма
decided-abnormal = Решено сервисом: дообследование

## Questions

questions-heading = Вопросы
question-required = ответ обязателен
question-first = Первый ответ: { $answer }
question-none = ничего из этого
question-unknown-scale = Шкала { $scale } здесь неизвестна: введите код уровня.
question-range = от { $least } до { $greatest } { $unit }
question-not-a-number = это не число
question-out-of-range = вне диапазона
question-measured = { $length } мм
question-not-measured = ещё не измерено
question-measure-now = Измерить
question-measuring = Проведите длину на снимках, затем возьмите её здесь.
question-no-lengths = Размер пикселя этого изображения неизвестен: длина на нём не может быть ответом.
question-take-length = Взять { $length } мм
question-chars = символов: { $count } из { $most }
question-choose = выберите
urgency-routine = Планово: в порядке очереди
urgency-urgent = Срочно: раньше других
urgency-stat = Немедленно
verdict-accepted = Принят как есть
verdict-modified = Принят с изменениями
verdict-rejected = Отклонён
verdict-supplemented = Дополнен своими находками
verdict-not-assessed = Не оценивался
axis-full = Полностью верно
axis-partial = Частично верно
axis-false-positive = Ложноположительно: указано то, чего нет
axis-false-negative = Ложноотрицательно: пропущено то, что есть
forecast-low = точно ошибка
forecast-high = точно верно
confidence-low = совсем не уверен
confidence-high = полностью уверен
percent-none = нет ответа
defect-none = Технологических дефектов нет
defect-a = а: превышено время обработки
defect-b = б: результата нет или его части не хватает
defect-c = в: заявленная функция работает неверно
defect-d = г: ошибки отображения области снимка
defect-e = д: иные нарушения целостности или содержания
defect-class-only = только класс, без уточнения
side-of-mark = Сторона
side-r = R
side-l = L
side-of-mark-right = правая сторона пациента
side-of-mark-left = левая сторона пациента
blocked-not-answered = ответьте: «{ $question }»

## Errors of AI services in plain words

error-fp-artefact = ложная находка на артефакте
error-fp-variant = ложная находка на варианте нормы
error-fp-benign = ложная находка на доброкачественном или старом изменении
error-fp-device = ложная находка на импланте или устройстве
error-fp-insignificant = находка без значения
error-fn-subtle = пропуск малозаметного изменения
error-fn-edge = пропуск изменения на краю снимка
error-fn-satisfaction = пропуск ещё одного изменения там, где одно уже найдено
error-fn-rare = пропуск редкой патологии
error-fn-population = пропуск у пациента не из целевой группы
error-wrong-category = неверная категория
error-wrong-measurement = неверное измерение
error-wrong-location = метка не на том месте
error-wrong-side = неверная сторона
error-over-segmentation = контур слишком велик
error-under-segmentation = контур слишком мал
error-wrong-class = находка названа иначе
error-merged = два изменения приняты за одно
error-split = одно изменение принято за два
error-hallucinated = текст о том, чего нет
error-omitted = находка не упомянута в тексте
error-misprioritised = неверное место в списке
error-a-timeout = превышено время: результата нет
error-a-late = результат пришёл поздно
error-b-no-sr = нет структурированного отчёта
error-b-no-series = нет дополнительной серии с метками
error-b-empty-report = отчёт пуст
error-c-wrong-series = результат другой серии
error-c-wrong-anatomy = результат другой области тела
error-c-wrong-laterality = в тексте другая сторона, чем у метки
error-c-wrong-patient = результат другого пациента
error-c-stale = результат прежнего исследования
error-c-duplicate = результат пришёл дважды
error-c-language = текст на другом языке
error-c-probability = вероятность противоречит меткам
error-c-text = текст противоречит меткам
error-d-cropped = область снимка обрезана
error-d-flipped = метки ИИ отражены
error-d-window = негодное окно
error-d-shifted = все метки ИИ сдвинуты
error-d-hides = метка закрывает анатомию
error-d-no-label = нет надписи «не для диагностики»
error-e-corrupt = объект результата не читается
error-e-uid = объект результата указывает на другое исследование
error-e-spacing = размеры по неверному шагу пикселя
error-e-unit = величина с неверной единицей
error-version = версия и порог изменены без предупреждения
severity-minor = незначительная
severity-intermediate = средняя
severity-significant = клинически значимая

## Around the session: time, supervision, interruptions, what is saved

clock-session = Занятие
clock-case = Исследование
clock-left = { $what }: осталось { $time }
clock-over = { $what }: время вышло
saved = Сохранено
not-saved = НЕ СОХРАНЕНО
focus-rule = Не покидайте это окно: уход записывается.
start-heading = Занятие начинает супервизор
start-hint = Покажите это супервизору. Полученное распоряжение введите в поле ниже.
start-session = Занятие: { $session }
start-number = Номер распоряжения: { $number }
start-candidate = Кандидат: { $name } ({ $number }), попытка { $attempt }
order-field = Распоряжение супервизора
order-button = Исполнить распоряжение
order-open = Супервизор
ordered-pause = Пауза по распоряжению супервизора
ordered-pause-hint = Время стоит. Продолжить можно только по распоряжению супервизора.
pause-never = В этом занятии пауз нет.
pause-limited = Пауз не больше { $most }, всего { $time }
pause-not-now = Сейчас пауза невозможна.
finish-question = Завершить занятие сейчас? После этого ничего изменить нельзя.
finish-yes = Да, завершить занятие
incident-open = Сообщить о неполадке
incident-heading = Что случилось?
incident-hint = Сообщение хранится с занятием, его прочтёт центр. На ответы оно не влияет.
incident-send = Отправить
incident-sent = Сообщение записано.
form-cancel = Отмена
interruption-call = Звонит телефон
interruption-call-take = Ответить
interruption-call-done = Положить трубку, вернуться к исследованию
interruption-colleague = К вам подошёл коллега
interruption-colleague-take = Выслушать
interruption-colleague-done = Готово, вернуться к исследованию
interruption-stall = Архив не отвечает
interruption-stall-take = Что происходит?
interruption-stall-done = Попробовать ещё раз
interruption-waiting = Вас отвлекают: смотрите экран заключения.
candidate-heading = Кто сдаёт экзамен?
candidate-hint = Имя будет стоять в сертификате.
candidate-name = Имя
candidate-number = Номер в центре
candidate-go = Продолжить
refused-not-started = Супервизор ещё не начал занятие.
refused-no-pause = Сейчас пауза не разрешена.
refused-order = Распоряжение не действует: { $problem }
refused-not-asked = Этот вопрос сейчас не задаётся.
refused-answer = Ответ не подходит к вопросу: { $problem }

## Debrief: planted errors, questions, points, the pass rule

planted-heading = В результат ИИ внесена ошибка: { $kind } ({ $severity })
planted-void = Здесь планировалась ошибка ({ $kind }), но внести её было нельзя: результат показан как есть.
planted-misled = Вы последовали за этой ошибкой: первый ответ был верным, итоговый нет.
planted-resisted = Вы не дали себя ввести в заблуждение.
planted-wrong-anyway = Ваш ответ неверен и с этой ошибкой, и без неё.
planted-withheld = Здесь результат ИИ не показывался по плану.
asked-answer = Ваш ответ: { $answer }
asked-no-answer = нет ответа
asked-key = Верно: { $answer }
asked-first = сначала { $answer }
asked-score = { $score } из 1
debrief-points = Баллы: { $earned } из { $possible }
debrief-points-share = Доля баллов, в среднем по исследованиям: { $share }
debrief-points-awaited = Ответов ждут проверки людьми: { $count }
debrief-by-state = По тому, каков был результат ИИ
state-without = без результата ИИ
state-right = ИИ прав
state-false-positive = ложная тревога ИИ
state-false-negative = пропуск ИИ
state-other-error = иная ошибка ИИ
state-defect = нет пригодного результата
state-version = версия изменена
state-cases = исследований: { $count }
state-sensitivity = патология названа патологией: { $shares }
state-specificity = норма названа нормой: { $shares }
no-opportunity = не было возможности
share-of = { $value } ({ $lower } – { $upper }), n = { $n }
reliance-heading = Опора на ИИ
reliance-rair = Принято верных результатов ИИ там, где вы ошибались (RAIR)
reliance-rsr = Отклонено ошибок ИИ там, где вы были правы (RSR)
reliance-over-name = Пошли за ИИ от верного к ошибке
reliance-under-name = Сохранили ошибку вопреки верному ИИ
reliance-switch-name = Приняли ответ ИИ при расхождении
reliance-commission = Ложные тревоги ИИ, названные патологией
reliance-omission = Пропуски ИИ, пропущенные и вами
reliance-agreement = Итоговые ответы, совпавшие с ИИ
draft-taken = Фразы черновика ИИ в ваших заключениях
draft-planted = Неверные фразы черновика в ваших заключениях
double-heading = Двойное чтение
double-discordance = Исследования с расхождением
double-overturned = Арбитраж против вашего ответа
autonomous-heading = Что сервис решил сам
autonomous-normal = Названо нормой верно
autonomous-recalled = Названо патологией верно
audit-sensitivity = Патология, найденная вашей проверкой
audit-false-recalls = Норма, направленная вами на дообследование
expert-heading = Ваша оценка сервиса
expert-means = Вы: { $said } из 100, на деле { $is }
expert-interpretation = Интерпретация оценена верно
expert-localisation = Локализация оценена верно
expert-said = { $axis }: вы: «{ $said }», на деле: «{ $is }»
axis-interpretation = Интерпретация
axis-localisation = Локализация
defects-heading = Технологические дефекты
defects-named = Названы по виду
defects-class = Названы хотя бы по классу
defects-false = Исправные результаты, названные дефектными
defect-said = Технологический дефект: вы: «{ $said }», на деле: «{ $is }»
calibration-heading = Калибровка (оценка Брайера: 0 лучше всего, 0,25 даёт вечное «50 %»)
calibration-first = Первые оценки: { $brier } на { $n }
calibration-last = Итоговые оценки: { $brier } на { $n }
calibration-forecast = Прогнозы: { $brier } на { $n }
reentry-line = Возврат к исследованию после прерывания: { $time } (медиана из { $n })
cells-heading = По темам
cell-line = { $name }: { $share }
cell-too-few = { $name }: слишком мало исследований ({ $n })
closing-timed-out = Закрыто по времени: { $count }
closing-decided = Решено сервисом: { $count }
closing-no-images = Снимки не открылись: { $count }
case-points = Баллы: { $earned } из { $possible }
case-decided-right = Сервис решил этот случай верно.
case-decided-wrong = Сервис решил этот случай неверно.
case-decided-unknown = Сервис решил этот случай; правильный ответ неизвестен.
planted-noticed = Вы заметили эту ошибку.
planted-not-noticed = Ничто не говорит, что вы заметили эту ошибку.
planted-total = Внесённых ошибок: { $count }, ввели в заблуждение { $misled }, замечено { $noticed }
planted-misled-plain = Вы были введены в заблуждение.
asked-no-key = Правильный ответ неизвестен: не оценивается.
asked-awaited = Ждёт проверки людьми: { $count }
asked-unanswered = Без ответа: 0 баллов
further-figures = Другие показатели
awaiting-ahead = Сначала следующее исследование читает сервис: он может решить его сам.
focus-lost-for = Окно теряло фокус, раз: { $count }, всего { $time }. Это записано и видно супервизору.
pass-heading = Правило сдачи
pass-passed = Сдано
pass-failed = Не сдано
pass-undecided = Решить нельзя
pass-no-certificate = Сертификат за это занятие не выдаётся.
pass-line = { $name }: { $share }, порог { $cut }
pass-no-cut = нет
pass-met = выполнено
pass-not-met = не выполнено
pass-waived = не требуется: без ИИ верно там, где прав сервис
pass-too-few = слишком мало наблюдений: { $n } из { $least }
pass-awaits = ждёт проверки
pass-cut-missing = по данным экспертов порога нет
metric-points = Баллы
metric-sensitivity = Чувствительность итоговых ответов
metric-specificity = Специфичность итоговых ответов
metric-unaided-sensitivity = Чувствительность первых ответов
metric-unaided-specificity = Специфичность первых ответов
metric-rair = Принято верных результатов ИИ (RAIR)
metric-rsr = Отклонено ошибок ИИ (RSR)
percentage-points = { $n } п.п.
metric-aided-gain = Точность с ИИ минус без ИИ
metric-defects-named = Названы технологические дефекты
closed-by-time = Время исследования вышло: оно закрыто как есть.
phase-timed-out = Время вышло
images-failed-case = Снимки этого исследования не открываются. Его можно подписать без ответа, оно не оценивается.
phase-awaiting-reader = Зафиксировано, идёт другое чтение
blocked-reader-pending = дождитесь другого чтения

## Practice sets

practice-heading = Тренировка
practice-hint = Синтетические исследования без конца: выберите, что читать, и начинайте. В каждом наборе новые пациенты.
practice-area = Что читать
practice-difficulty = Сложность
practice-easy = Низкая
practice-medium = Средняя
practice-hard = Высокая
practice-mixed = Разная
practice-count = Исследований в наборе
practice-prevalence = С патологией, в среднем
practice-ai = ИИ
practice-ai-none = Без ИИ
practice-ai-live = Сервисы этой рабочей станции
practice-ai-simulated = Имитация сервиса
practice-ai-excellent = Почти не ошибается
practice-ai-average = Как обычно у сервисов
practice-ai-poor = Часто ошибается
practice-planted = Внесённые в результаты ошибки
practice-planted-none = Нет
practice-not-installed = не установлен
practice-mode = Режим чтения
practice-begin = Начать
practice-over = Набор прочитан.
practice-another = Следующий набор
practice-choose = Выбрать заново

## Курсы

course-continue = Продолжить
course-faults =
    { $count ->
        [one] { $count } ошибка в файлах курса; остальное можно использовать
        [few] { $count } ошибки в файлах курса; остальное можно использовать
       *[many] { $count } ошибок в файлах курса; остальное можно использовать
    }
course-all-done = Все шаги курса пройдены.
course-kind-page = страница
course-kind-cases = случаи
course-kind-timed = случаи на время
course-kind-items = вопросы
course-minutes =
    { $minutes ->
        [one] около { $minutes } минуты
       *[other] около { $minutes } минут
    }
course-goals = После модуля вы сможете:
course-language = Язык курса:
course-keys = Клавиши: Enter или стрелка вправо — следующий шаг, стрелка влево — предыдущий, цифры — варианты ответа, Enter — ответить или начать чтение.
course-back-to-step = Назад к шагу
course-back = Назад
course-back-to-course = Назад к курсу
course-next = Следующий шаг
course-page-missing = Этой страницы в курсе нет. Остальные шаги доступны.
course-not-translated = Эта страница ещё не переведена.
course-picture-coming = Изображение готовится.
course-ai-right = В этих случаях ИИ прав.
course-ai-missed = В этих случаях ИИ что-то пропускает.
course-ai-false-alarm = В этих случаях ИИ сообщает о том, чего нет.
course-ai-defect = В этих случаях у результата ИИ есть технологический дефект.
course-ai-out-of-scope = Эти исследования не для этого ИИ-сервиса.
course-timed = Время ограничено.
course-block-cases = Исследований: { $count }
course-block-limit = Время на все: { $time }
course-block-done = Уже прочитано; можно пройти ещё раз.
course-begin = Начать чтение
course-question-of = Вопрос { $number } из { $all }
course-several = Верных ответов может быть несколько.
course-next-question = Следующий вопрос
course-check = Проверить
course-right = Верно
course-partly = Отчасти верно
course-wrong = Неверно
course-key = Верный ответ: { $answer }
course-unverified = Не проверено по первоисточнику.
course-read-again = Перечитать страницу
course-nothing-due = Здесь нет вопросов.
course-share = { $share } от полного балла
course-passed = Зачтено
course-not-passed = Пока не зачтено
course-again = Ещё раз
course-scores-missing = В курсе нет оценок сервиса для этого упражнения.
course-threshold = порог
course-with-finding = с патологией
course-without = без неё
course-called-abnormal = названы патологией
course-called-normal = названы нормой
course-sensitivity = чувствительность
course-specificity = специфичность
course-area = площадь под кривой
course-prevalence = распространённость
course-of-thousand = Из 1000 человек патология у { $sick }: { $hits } выявлено, { $missed } пропущено. Ещё { $alarms } здоровых названы больными.
course-ppv = прогностическая ценность положительного результата
course-npv = прогностическая ценность отрицательного результата
course-no-value = нет значения
course-measure = Щёлкните оба конца наибольшего размера очага.
course-measured-right = { $mine } мм; истинный размер { $truth } мм.
course-measured-wrong = { $mine } мм; истинный размер { $truth } мм. Щёлкните ещё раз, чтобы повторить.
course-repetition = Повторение
course-due = Вопросов к повторению: { $n }
course-repeat = Повторить (R)
course-map = Карта компетенций
course-task-practice = Тренировочные наборы
course-map-empty = Здесь учитываются случаи, прочитанные в практических блоках.
course-map-task = задача
course-map-ai = ИИ
course-map-cases = случаев
course-map-right = верно (95 % интервал)
course-map-legend = ▼ ниже { $share } при не менее чем { $n } случаях (не проверено) · … мало случаев · ● остальное
course-weeks = По неделям
course-due-wrong = к повторению с { $date }: ответов { $answers }, из них неверных { $wrong }
course-due-right = к повторению с { $date }: ответов { $answers }, неверных не было
course-weak = Задачи, к которым стоит вернуться
course-weak-task = { $task }, ИИ: { $ai }. Верно { $share } из { $n }.
course-practise = Ещё раз
course-week-of = неделя с
course-week-hinted = { $n } (и { $hinted } с подсказкой)
course-week-time = медиана времени
course-week-gained = верный ИИ принят
course-week-misled = ошибка вслед за ИИ
course-week-share = { $share } из { $n }
course-week-legend = Принят: среди случаев, где сами вы ошиблись, а ИИ был прав. Ошибка вслед: среди тех, где сами вы были правы, а ИИ ошибся. Случаи с подсказкой не входят ни туда, ни сюда.
course-state-without = нет
course-state-right = прав
course-state-false-positive = ложная тревога
course-state-false-negative = пропуск
course-state-other = иная ошибка
course-state-defect = нет пригодного результата
course-state-version = смена версии
course-test-about = Вопросов: { $n }, минут: { $minutes }; порог { $share }. Вопросы идут по одному, без разбора и без возврата. Начатый тест считается попыткой.
course-test-attempt = Попытка { $n } из { $most }
course-test-no-attempt = Все попытки использованы: { $most }.
course-test-wait = Следующая попытка возможна с { $date }.
course-test-begin = Начать тест
course-test-left = Осталось времени: { $time }
course-test-skip = Оставить без ответа
course-test-end = Закончить тест
course-test-end-sure = Закончить сейчас; вопросы без ответа считаются неверными
course-test-sitting = Идёт тест: до его конца ничего другого открыть нельзя.
course-test-time-up = Время вышло; вопросы без ответа считаются неверными.
course-test-no-feedback = Какие ответы верны, не показывается: вопросы будут заданы снова.
course-cert-passed = Аттестация сдана
course-cert-failed = Аттестация не сдана: нужно сдать все части
course-cert-open = Аттестация не завершена
course-cert-next = Центр запечатывает занятия и выдаёт сертификат: overread course certify.
course-part-not-sat = не сдавалась
course-part-passed = сдана
course-part-failed = не сдана
course-part-undecided = нет решения
course-part-too-old = сдана слишком давно
course-below-mark = { $share } баллов при пороге { $cut }
course-too-few = слишком мало наблюдений: { $n }

feedback-heading = Разбор
feedback-next = Следующее исследование (Enter)
feedback-last = Это было последнее исследование набора.
feedback-fact = Находок в исследовании: { $count }. В итоговом ответе отмечено { $found }, ИИ отметил { $ai }.
feedback-ai = Что отметил ИИ
feedback-ai-probability = Вероятность патологии { $value }, порог { $threshold }
feedback-ai-none = Находок нет.
feedback-accepted = вы приняли
feedback-modified = вы изменили
feedback-rejected = вы отклонили
feedback-lesions = Что стало с каждой находкой
feedback-before-ai = до ИИ:
feedback-final = в итоге:
feedback-slices = срезы { $run }
feedback-heuristic = Вид пропуска определён приблизительно, по времени на экране (пороги { $seen } и { $decided }, не проверены). Он подсказывает, с чего начать, а не что вы думали.
feedback-times = Куда ушло время
feedback-time-opening = открытие
feedback-time-before = до ИИ
feedback-time-alone = изображения
feedback-time-with = с ИИ
feedback-time-report = заключение
feedback-time-interrupted = прервано
feedback-hints = Подсказок: { $count }. Исследование не засчитывается как прочитанное самостоятельно.
feedback-search = Что было на экране
feedback-series = Серия
feedback-coverage = { $name }: показано срезов { $shown } из { $count }, { $time }
feedback-never = Ни разу не показаны: срезы { $runs }
feedback-image-shown = { $name }: на экране { $time }
feedback-image-unseen = { $name }: ни разу не показано
feedback-strip = Столбики: время на каждом срезе по порядку номеров (жёлтое до ИИ, голубое с ИИ). Черта внизу: срез не показан. Зелёная линия под полосой: находка.
feedback-seconds = { $n } с
notice-found = отмечена
notice-not-called = была на экране { $time }, не отмечена
notice-never-shown = её срезы ни разу не показаны
notice-missed = не отмечена
miss-search = поиск: не просмотрена
miss-recognition = распознавание: видна слишком недолго
miss-decision = решение: видна, но оценена иначе
hint-heading = Подсказки
hint-ask = Попросить подсказку
hint-more = Попросить следующую подсказку
hint-cost = Исследование с подсказкой не засчитывается как прочитанное самостоятельно.
hint-awaited = Подсказка сейчас появится.
hint-none = Для этого исследования подсказки нет.
refused-no-hints = На этом занятии подсказок нет.
refused-no-hint-left = Больше подсказок для этого исследования нет.
