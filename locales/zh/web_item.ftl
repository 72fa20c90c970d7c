# 条目、更新与各方报告。

web-fault-status = 请选择状态。
web-fault-day = 请填写日期，例如 2026-01-15。
web-fault-day-to-come = 这一天尚未到来。
web-fault-done-on-missing = 请填写完成日期。
web-fault-done-on-late = 完成日期不能晚于所报告的日期。
web-fault-done-on-extra = 只有“已完成”才填写完成日期，请留空。
web-fault-narrative = 请用一句话说明进展。
web-fault-too-long = 内容过长。
web-fault-characters = 含有无法保存的字符。
web-fault-reason = 该义务此前已关闭，请说明为何再次报告。
web-fault-withdraws-what = 请选择要撤回的更新。
web-fault-corrects = 请选择您本人就该义务提交的更新。
web-fault-url = 请填写网址，例如 https://example.org/page。
web-fault-title = 请填写网页标题。
web-fault-lang = 请填写语言，例如 zh、en 或 ru。
web-fault-form = 表单已过期，请核对后重新提交。
