/** The tags and the description of a key. Knows no policy text. */
import { keyFor } from "./kms-access.js";
import { requireState } from "./kms-state.js";
import { optionalText, page, refuse, structure, textList, wholeNumber } from "./members.js";
import type { JsonObject, SandboxOperation, StoredKey } from "./model.js";

export const listResourceTags: SandboxOperation = (call) => {
  const key = keyFor(call);
  const limit = wholeNumber(call.body, "Limit", { min: 1, max: 50, otherwise: 50 });
  const { items, rest } = page(key.Tags, limit, optionalText(call.body, "Marker"));
  return { Tags: items, ...rest };
};

export const tagResource: SandboxOperation = (call) => {
  const added = tagsIn(call.body);
  const key = keyFor(call, { extra: tagContext(added) });
  requireState(key, call.operation);
  const names = new Set(added.map((tag) => tag.TagKey));
  key.Tags = limited([...key.Tags.filter((tag) => !names.has(tag.TagKey)), ...added]);
  return undefined;
};

/** Tags that are not there are let be. */
export const untagResource: SandboxOperation = (call) => {
  const names = textList(call.body, "TagKeys");
  const key = keyFor(call, { extra: { "aws:TagKeys": names } });
  requireState(key, call.operation);
  key.Tags = key.Tags.filter((tag) => !names.includes(tag.TagKey));
  return undefined;
};

export const updateKeyDescription: SandboxOperation = (call) => {
  const key = keyFor(call);
  requireState(key, call.operation);
  key.Description = optionalText(call.body, "Description") ?? "";
  return undefined;
};

/** The tags of a request. Assumption: codes and sentences; that names are told apart and AWS's reserved is documented. */
export function tagsIn(body: JsonObject): StoredKey["Tags"] {
  const list: unknown[] = Array.isArray(body["Tags"]) ? body["Tags"] : [];
  const tags = list.map((item) => {
    const { TagKey, TagValue } = structure(item);
    return { TagKey: String(TagKey), TagValue: String(TagValue) };
  });
  if (new Set(tags.map(({ TagKey }) => TagKey)).size < tags.length) {
    refuse("TagException", "Duplicate tag keys");
  }
  if (tags.some(({ TagKey }) => TagKey.toLowerCase().startsWith("aws:"))) {
    refuse("TagException", "aws: prefixed tag key names are not allowed for external use.");
  }
  return limited(tags);
}

/** "Tags per KMS key: 50" (KMS guide, resource quotas). Assumption: code and sentence. */
function limited(tags: StoredKey["Tags"]): StoredKey["Tags"] {
  return tags.length > 50 ? refuse("TagException", "Too many tags") : tags;
}

/** "aws:RequestTag/tag-key" and "aws:TagKeys" (KMS guide, ABAC). */
export function tagContext(tags: StoredKey["Tags"]): Record<string, string | string[]> {
  if (tags.length === 0) return {};
  return {
    "aws:TagKeys": tags.map(({ TagKey }) => TagKey),
    ...Object.fromEntries(tags.map(({ TagKey, TagValue }) => [`aws:RequestTag/${TagKey}`, TagValue])),
  };
}
