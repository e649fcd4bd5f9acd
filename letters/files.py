"""Files that come with a letter or a reply: judged by what is in them, kept where only the portal hands them out."""

from django.core.files.base import ContentFile

from portal.access import WrongState
from portal.pictures import Attachment, AttachmentRefused, check_attachment


def checked(files, room, most):
    """The uploads as `portal.pictures.Attachment`; a refusal names every file that cannot be taken."""
    files = list(files)
    if len(files) > room:
        raise WrongState(f"附件最多{most}个，这次选了{len(files)}个，没有存入。")
    passed, refused = [], []
    for file in files:
        if isinstance(file, Attachment):
            passed.append(file)
            continue
        try:
            passed.append(check_attachment(file, file.name))
        except AttachmentRefused as refusal:
            refused.append(str(refusal))
    if refused:
        raise WrongState("".join(refused))
    return passed


def stored(model, *, file, **owner):
    """A row of LetterFile or ReplyFile with its content."""
    content = ContentFile(file.data, file.name)
    return model.objects.create(**owner, file=content, name=file.name, size=content.size)
