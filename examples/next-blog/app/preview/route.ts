import { cookies, draftMode } from "next/headers";
import { redirect } from "next/navigation";
import type { NextRequest } from "next/server";

/** /preview?token=…&slug=…: the token is checked by Colophon, with each request that sends it. */
export async function GET(request: NextRequest) {
  const { searchParams } = request.nextUrl;
  (await draftMode()).enable();
  (await cookies()).set("preview-token", searchParams.get("token") ?? "", { httpOnly: true, sameSite: "lax" });
  redirect(`/posts/${encodeURIComponent(searchParams.get("slug") ?? "")}`);
}
