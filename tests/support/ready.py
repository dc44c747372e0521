"""What a service says of itself over HTTP."""
import urllib.error
import urllib.request


def says(url, timeout=3):
    """The code and the word, as of /readyz; None when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=timeout) as answer:
            return answer.status, answer.read().decode().strip()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode().strip()
    except OSError:
        return None
