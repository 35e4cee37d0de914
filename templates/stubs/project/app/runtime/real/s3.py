"""Objects in a store that speaks S3: AWS itself, MinIO, Ceph and others."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from app.runtime.errors import Unavailable
from app.runtime.objects import key_of

T = TypeVar("T")
_PART_BYTES = 8 * 1024 * 1024
_MISSING = frozenset({"404", "NoSuchKey", "NotFound"})
_MADE = frozenset({"BucketAlreadyOwnedByYou", "BucketAlreadyExists"})


class S3Objects:
    """The objects of one component: its id begins their keys. Safe to use from several threads and processes.

    The URL is `http(s)://KEY:SECRET@host:port/bucket` for a server of one's own, whose bucket is made when it is not
    there, and `s3://bucket` for AWS, where the bucket is there already and the credentials are those that AWS's own
    tools find. `?region=` names a region.
    """

    def __init__(self, url: str, component: str) -> None:
        parts = urlsplit(url)
        self.component = component
        self._is_aws = parts.scheme == "s3"
        self._bucket = (parts.hostname if self._is_aws else unquote(parts.path.strip("/"))) or "app"
        self._region = parse_qs(parts.query).get("region", ["us-east-1"])[0]
        # The hyphen keeps an object whose name is empty apart from the folder itself.
        self._prefix = f"{component}/-"
        self._s3: Any = self._ask(lambda: _client(url, self._region))
        self._ask(self._make_bucket)

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes, whole or not at all: a large body goes in parts, which count once the last one is there."""
        from boto3.s3.transfer import TransferConfig

        # One part after the other: the caller has a thread of its own already.
        how = TransferConfig(multipart_threshold=_PART_BYTES, multipart_chunksize=_PART_BYTES, use_threads=False)
        self._ask(lambda: self._s3.upload_fileobj(BytesIO(data), self._bucket, self._key(name), Config=how))

    def get(self, name: str) -> bytes | None:
        """Return the bytes, or None."""

        def read() -> bytes:
            with self._s3.get_object(Bucket=self._bucket, Key=self._key(name))["Body"] as body:
                return bytes(body.read())

        return self._ask(read, missing=None)

    def drop(self, name: str) -> None:
        """Remove the bytes."""
        self._ask(lambda: self._s3.delete_object(Bucket=self._bucket, Key=self._key(name)))

    def names(self, *, after: str = "", limit: int = 1000) -> list[str]:
        """Return names of objects in the order of their keys, those after `after`."""
        found: list[str] = []
        start = self._key(after) if after else self._prefix.removesuffix("-")
        while len(found) < limit:
            keys, is_last = self._page(start, min(1000, limit - len(found)))
            found += [unquote(key.removeprefix(self._prefix)) for key in keys]
            if is_last:
                break
            start = keys[-1]
        return found

    def ping(self) -> None:
        """Raise when the store cannot be used."""
        self._ask(lambda: self._s3.head_bucket(Bucket=self._bucket))

    def close(self) -> None:
        """Close the connections."""
        self._s3.close()

    def _page(self, start: str, most: int) -> tuple[list[str], bool]:
        asked = {"Bucket": self._bucket, "Prefix": self._prefix, "StartAfter": start, "MaxKeys": most}
        page = self._ask(lambda: self._s3.list_objects_v2(**asked))
        keys = [item["Key"] for item in page.get("Contents", [])]
        return keys, not keys or not page["IsTruncated"]

    def _key(self, name: str) -> str:
        return self._prefix + key_of(name)

    def _make_bucket(self) -> None:
        from botocore.exceptions import ClientError

        try:
            self._s3.head_bucket(Bucket=self._bucket)
            return
        except ClientError as error:
            if self._is_aws or _code(error) not in _MISSING:
                raise
        where = {"CreateBucketConfiguration": {"LocationConstraint": self._region}}
        try:
            self._s3.create_bucket(Bucket=self._bucket, **({} if self._region == "us-east-1" else where))
        except ClientError as error:
            # Another process was first.
            if _code(error) not in _MADE:
                raise

    def _ask(self, work: Callable[[], T], **missing: T) -> T:
        """Return what `work` returns, or `missing`, where it is given, when the object is not there."""
        from boto3.exceptions import Boto3Error
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return work()
        except ClientError as error:
            if missing and _code(error) in _MISSING:
                return missing["missing"]
            # The server's words may hold keys and hosts, so only its code is told.
            raise Unavailable(self.component, f"S3: {_code(error)}") from error
        except (BotoCoreError, Boto3Error, ValueError) as error:
            raise Unavailable(self.component, f"S3: {type(error).__name__}") from error


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", "unknown"))


def _client(url: str, region: str) -> Any:
    import boto3
    from botocore.config import Config

    parts = urlsplit(url)
    # No retries here: the link to the store has its own, and a bound on the time.
    how: dict[str, Any] = {"connect_timeout": 2, "read_timeout": 10, "retries": {"total_max_attempts": 1}}
    if parts.scheme == "s3":
        return boto3.session.Session().client("s3", region_name=region, config=Config(**how))
    # Servers of one's own have no name for each bucket, and not all of them know the newer checksums.
    how |= {"s3": {"addressing_style": "path"}, "signature_version": "s3v4"}
    how |= {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
    return boto3.session.Session().client(
        "s3",
        region_name=region,
        endpoint_url=f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
        aws_access_key_id=unquote(parts.username) if parts.username else None,
        aws_secret_access_key=unquote(parts.password) if parts.password else None,
        config=Config(**how),
    )
