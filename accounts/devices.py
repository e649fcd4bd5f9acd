"""What a person calls the browser that names itself “Mozilla/5.0 (Linux; …)”: its program and the kind of machine."""

# The first that is found: a browser names its forerunners too.
PROGRAMS = {
    "wxwork": "企业微信",
    "micromessenger": "微信",
    "dingtalk": "钉钉",
    "edg": "Edge",
    "firefox": "Firefox",
    "chrome": "Chrome",
    "crios": "Chrome",
    "safari": "Safari",
}
MACHINES = {
    "harmony": "鸿蒙",
    "iphone": "iPhone",
    "ipad": "iPad",
    "android": "安卓手机",
    "windows": "Windows",
    "mac os": "Mac",
    "uos": "统信",
    "kylin": "麒麟",
    "linux": "Linux",
}


def device_of(user_agent: str) -> str:
    """“Edge（Windows）”, or 未知设备 where the browser says nothing that is known."""
    words = user_agent.lower()
    program = next((name for sign, name in PROGRAMS.items() if sign in words), "")
    machine = next((name for sign, name in MACHINES.items() if sign in words), "")
    return f"{program}（{machine}）" if program and machine else program or machine or "未知设备"
