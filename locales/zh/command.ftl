# 命令行对分析人员所说的话。

# --- 列名

command-column-declaration = 宣言
command-column-outcome = 结果
command-column-state = 发送情况
command-column-made = 填写时间
command-column-id = 编号
command-column-at = 时间
command-column-actor = 操作人
command-column-entity = 对象
command-column-op = 操作
command-column-what = 内容
command-column-change = 变化

# --- 行中的用语

command-quote = 原文
command-note = 备注
command-version = 版本
command-labelled = { $label }：{ $value }
command-withdrawn = 已撤回
command-unsent-status = （待发送：{ $status }）
command-contested = （说法矛盾）
command-reassess = （需重新评估）
command-overdue-days = 逾期{ $days }天
command-nothing = 没有符合条件的内容。
command-more = 以上为前 { $count } 行，后面还有。请加 --all，或调大 --limit。
command-no-changes = { $from } 至 { $to } 之间没有变化。

# --- 离线工作

command-offline = 以下内容来自 { $at } 的本地副本，截至第 { $seq } 条变更。
command-offline-filed = 此后从本机提交的进展也已计入：{ $count } 条。
command-pulled-whole = 已取得完整副本：{ $obligations } 项义务，截至第 { $seq } 条变更。
command-pulled = 副本已更新：新增 { $changes } 条变更，截至第 { $seq } 条。
command-copy = 副本取自 { $at }，截至第 { $seq } 条变更。
command-no-copy = 没有本地副本；可用 `summit-ledger pull` 取得。
command-queued = 已保存在本机，尚未发送：{ $code } { $party }（{ $id }）。用 `summit-ledger push` 发送。
command-filed = 已提交：{ $code } { $party }。
command-nothing-unsent = 没有待发送的内容。
command-unsent = 待发送
command-unanswered = 已发送，未收到答复
command-rejected-before = 此前被拒绝、未再发送：{ $count } 项。原因见 `summit-ledger status`，再用 `queue drop` 或 `queue retry` 处理。
command-harmed-lines = 队列 { $path } 中有 { $count } 行无法读取，其内容未发送；`summit-ledger push` 会把它们移到 { $aside }。请重新提交缺少的内容。
command-others = { $code } { $party } 由 { $user } 填写，未发送；请用 { $user } 的令牌推送。
command-dropped = { $id } 已删除，不再发送。
command-retried = 下次推送时会重新发送 { $id }。
command-outcome-applied = 已接受
command-outcome-merged = 已合并
command-outcome-duplicate = 此前已接受
command-outcome-conflict = 有冲突
command-outcome-rejected = 被拒绝
command-conflict = 冲突 { $id }，{ $group }：
    { "  " }对方：{ $theirs }
    { "  " }你方：{ $yours }
    { "  " }用 `summit-ledger resolve { $id } --keep theirs` 或 `--keep yours` 决定取舍。
command-no-conflicts = 没有未解决的冲突。
command-resolved = 冲突 { $id } 已解决。
command-report-kept = 报告已存档，编号 { $id }。

# --- 出错时的说明

command-error-unreachable = { $server } 没有应答：{ $cause }。请检查地址（--server 或 LEDGER_SERVER），并确认服务正在运行、从本机可以访问。
command-error-refused = 被拒绝（{ $status }）：{ $title }
command-error-no-token = 请把有效令牌写入 LEDGER_TOKEN，或写入 --token-file 指定的文件。在运行服务的机器上可用 `summit-ledger token create NAME` 生成令牌。
command-error-token = 令牌中含有不可能出现的字符。请检查 LEDGER_TOKEN 或 --token-file 指定的文件。
command-error-strange = { $server } 的应答无法使用：{ $cause }。请确认该地址是本系统的服务，且版本与本程序相符。
command-error-server = “{ $server }”不是服务器地址。请使用 https://ledger.example.org 这样的地址。
command-error-file = 无法读取或写入 { $path }：{ $cause }
command-error-folder = { $path } 是文件夹，请指定其中的文件。
command-error-harmed = 本地副本 { $path } 已损坏（{ $cause }）。用 `summit-ledger pull` 可重新取得；待发送队列不受影响。
command-error-no-state-dir = 本机没有数据目录。请用 --state-dir 或 LEDGER_STATE_DIR 指定。
command-error-locked = 另一个命令已占用 { $path } 一段时间。请等它结束后再试。
command-error-no-copy = 没有 { $server } 的本地副本。请在联网时用 `summit-ledger pull` 取得。
command-error-known-offline = 本地副本不知道过去某一时刻已知的内容。请向服务器查询，或去掉 --known-at。
command-error-no-item = 本地副本中没有条目 { $code }。
command-error-nobody = 取得副本时没有使用令牌，因此不知道你是谁。请带令牌重新执行 pull。
command-error-files-nothing = 角色 { $role } 不能提交进展；由分析员和评估员提交。
command-error-owes-nothing = 该责任方在 { $code } 下没有义务。有义务的责任方：{ $known }。
command-error-corrects = 请指明要更正的进展：--corrects=ID。当前有效的那一条与你的依据不同。
command-error-evidence = --evidence 应写成 URL|TITLE 或 URL|TITLE|LANG，而不是 { $text }。
command-error-timeliness = 这里只显示逾期内容；请去掉 --timeliness，或改用 `list`。
command-error-ending = { $path } 的扩展名不是报告的格式。请用 --format 指定格式：{ $known }。
command-error-binary = { $form } 格式不能在终端中显示。请用 --output 指定文件。
command-error-kept-form = 存档的报告为 JSON 格式；请去掉 --format。
command-error-workbook = 无法生成工作簿：{ $cause }
command-error-not-queued = 队列中没有操作 { $id }。用 `summit-ledger status` 可查看队列。
