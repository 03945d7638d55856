"""Twenty screens: apps, dark and light, traditional characters, JPEG of low quality, narrow and wide, one and many."""

from tests.screens.drawing import Said, Screen

_LATE = (
    "【招联金融】张三先生，您的好期贷借款已逾期3天，应还金额1,234.56元，请于今日18:00前还清，"
    "以免影响您的信用记录。回T退订"
)
_COURT = (
    "【法务通知】尾号4521的客户：您名下欠款￥5,680.00已移交调解中心处理，案件编号（2024）调字第0318号。"
    "如有异议，请于3月8日前致电400-820-1234，逾期将依法起诉。"
)
_DUE = "【还呗】您本期账单508.20元，最后还款日为3月15日，请登录APP还款：https://hb.cn/a8Kd2，已还请忽略。"
_RECEIPT = "【捷信】您尾号8832的合同已于2024-03-01 09:15:22成功还款2,000.00元，剩余本金0.00元，贷款已结清。"
_LONG = (
    "【信用飞】尊敬的李四用户：您在我平台的借款（合同编号：XYF20230815003721）已严重逾期，截至2024年2月29日，"
    "共欠本金3,500.00元、利息412.35元、违约金88.60元，合计4,000.95元。我司多次与您联系未果，现正式告知："
    "若您在24小时内仍不处理，我司将委托第三方上门核实，并向您的紧急联系人了解情况。"
)
_SHORT = "你好，请问是王小明本人吗？你的分期乐账单今天必须处理。"
_CODE = "【支付宝】验证码：839201，您正在登录，5分钟内有效，请勿告诉他人！"
_TW = (
    "【和潤企業】親愛的客戶您好，您的分期款項NT$3,250元已於2月20日到期，請儘速繳納，"
    "如已繳款請勿理會本簡訊。客服02-2712-8888"
)
_TW_TWO = "【裕富數位】提醒您：本期應繳金額為2,180元，繳款期限為3月5日，逾期將加收滯納金，並影響您的聯徵紀錄。"
_ENGLISH = (
    "[HomeCredit] Dear customer, your instalment of CNY 860.50 for contract 3920114578 was due on 5 March. "
    "Please pay before 18:00 today or call 400-990-5555."
)
_PLAN = (
    "我们可以给您申请减免，一次性结清只要2800元，今天下午五点前有效。\n"
    "账户名：某某资产管理有限公司\n卡号：6222 0210 0102 3456 789"
)
_THREAT = "再不还钱就联系你通讯录里的人，让你单位领导都知道！"
_MINE = "我去年就已经结清了，有结清证明，请不要再发。"
_OK = "好的，收到。"

_WEEKDAY = "3月5日 周二 上午10:22"
SCREENS: tuple[Screen, ...] = (
    Screen("10690000123456", (Said(_LATE, _WEEKDAY), Said(_COURT, "昨天 14:03"))),
    Screen("10690000123456", (Said(_LATE, _WEEKDAY), Said(_DUE, "昨天 14:03")), "apple-dark", scale=3),
    Screen("招联金融", (Said(_LONG, "2024年3月5日 10:22"), Said(_MINE, "", own=True)), "android", 360, 3),
    Screen("95118", (Said(_RECEIPT, "3月1日 09:15"), Said(_DUE, "3月9日 20:41")), "android-dark", 412, 2.625),
    Screen("王经理", (Said(_SHORT, "昨天 10:22"), Said(_MINE, own=True), Said(_PLAN, "10:40")), "chat", 375, 2),
    Screen("催收李", (Said(_SHORT, "星期二 08:05"), Said(_THREAT), Said(_OK, own=True)), "chat-dark", 375, 3),
    Screen("10655059113144", (Said(_DUE, "03/05 10:22"), Said(_LATE, "03/08 16:30")), "cards", 393, 2.75),
    Screen("106980095188", (Said(_CODE, "10:22"), Said(_RECEIPT, "昨天 18:30")), "bordered", 360, 2),
    Screen("0911222333", (Said(_TW, "3月5日 上午10:22"), Said(_TW_TWO, "昨天 9:08")), "apple", is_traditional=True),
    Screen("裕富", (Said(_TW_TWO, "2024年3月5日"), Said(_TW)), "chat-dark", 390, 3, is_traditional=True),
    Screen("10690000123456", (Said(_COURT, _WEEKDAY), Said(_LONG)), "apple", 390, 2, quality=60),
    Screen("10690000123456", (Said(_COURT, _WEEKDAY), Said(_DUE)), "apple-dark", 320, 2, quality=60),
    Screen("捷信", (Said(_RECEIPT, "昨天 10:22"), Said(_ENGLISH, "今天 08:00")), "android", 412, 1.75, quality=60),
    Screen("Home Credit", (Said(_ENGLISH, "Tue, Mar 5 at 10:22 AM"),), "apple", 390, 2),
    Screen("某某资产", (Said(_PLAN, "周五 17:02"), Said(_THREAT), Said(_SHORT)), "chat", 414, 1.5, quality=60),
    Screen(
        "106900001234",
        tuple(
            Said(text, "3月5日 10:2" + str(n)) for n, text in enumerate((_LATE, _DUE, _RECEIPT, _CODE, _COURT, _LONG))
        ),
        "cards",
        390,
        3,
    ),
    Screen("10690000123456", (Said(_LATE, "昨天 10:22"), Said(_CODE)), "android-dark", 360, 1.5),
    Screen(
        "10690000123456", (Said(_TW, "昨天 10:22"), Said(_OK, own=True)), "android", 360, 2, 60, is_traditional=True
    ),
    Screen("106575258", (Said(_LONG, "2023/12/5 10:22"), Said(_LATE, "2024/1/5 23:59")), "android", 480, 1.5),
    Screen(
        "信用飞客服",
        (Said(_THREAT, "23:10"), Said(_MINE, own=True), Said(_LONG, "23:15"), Said(_OK, own=True)),
        "chat",
        360,
        3,
        quality=60,
    ),
)
