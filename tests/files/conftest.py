"""Files in a bucket: a service of S3 in a process of its own, a bucket for each test, and the settings for it."""

import subprocess
import sys
from itertools import count
from pathlib import Path

import boto3
import pytest

from ledger.files import file_storage

SERVER = Path(__file__).parent / "serve_buckets.py"
KEY, SECRET = "a key", "a/secret"
NUMBERS = count(1)


class Bucket:
    """A bucket, looked at past the ledger."""

    def __init__(self, endpoint, name):
        names = {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET, "region_name": "us-east-1"}
        self.client = boto3.client("s3", endpoint_url=endpoint, **names)
        self.client.create_bucket(Bucket=name)
        self.name = name
        self.url = f"s3://a%20key:a%2Fsecret@{name}/ledger?endpoint={endpoint}&region=us-east-1"

    def keys(self):
        found = self.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        return [one["Key"] for one in found]

    def read(self, key):
        return self.client.get_object(Bucket=self.name, Key=key)["Body"].read()

    def write(self, key, content):
        self.client.put_object(Bucket=self.name, Key=key, Body=content)

    def empty(self):
        for key in self.keys():
            self.client.delete_object(Bucket=self.name, Key=key)


@pytest.fixture(scope="session")
def service():
    """The address of the service."""
    words = [sys.executable, str(SERVER)]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.stdin.close()


@pytest.fixture(scope="session")
def new_bucket(service):
    """Make another bucket."""
    return lambda: Bucket(service, f"ledger-{next(NUMBERS)}")


@pytest.fixture
def bucket(new_bucket, settings):
    """A bucket in which the ledger keeps its files."""
    made = new_bucket()
    settings.STORAGES = kept_in(made.url, settings)
    return made


def kept_in(url, settings):
    """As the settings have it: sealing around whatever keeps the files."""
    return {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": {"around": file_storage(url)}}}


@pytest.fixture
def no_service(settings):
    """Settings that name a service which nobody runs; the port of discarding is open on no machine of today."""
    url = "s3://key:secret@bucket?endpoint=http://127.0.0.1:9"
    settings.STORAGES = kept_in(url, settings)
